import { type Transaction, byteaText } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { CataloguedArtist } from "./artist-record.js";

/** An artist to look at before anything is published. */
export interface ArtistToPublish extends CataloguedArtist {
  readonly dirty: boolean;
  /** Digest of what was published last; null where nothing is. */
  readonly digest: Buffer | null;
}

/** What graph.artists says of everybody, by digest. */
@Injectable()
export class PublishedRepository {
  /** The noted artists, each once, in the order of their MBIDs. */
  artists(transaction: Transaction): AsyncIterable<ArtistToPublish> {
    return transaction.stream<ArtistToPublish>(
      `select artist, dirty, name, popularity, attributes::text, digest
       from (select artist, bool_or(dirty) as dirty from changed_artists group by artist) noted
       left join artists using (artist)
       left join published_artists using (artist)
       order by artist`,
    );
  }

  /** Collects what is published from now on, until {@link save}. */
  async begin(transaction: Transaction): Promise<void> {
    await transaction.query(
      "create temporary table now_published (artist uuid not null, digest bytea) on commit drop",
    );
  }

  /** Notes what was published; a null digest stands for a withdrawal. */
  async note(transaction: Transaction, published: ReadonlyMap<string, Buffer | null>): Promise<void> {
    await transaction.copy(
      "now_published",
      ["artist", "digest"],
      [...published].map(([artist, digest]) => [artist, byteaText(digest)]),
    );
  }

  async save(transaction: Transaction): Promise<void> {
    await transaction.query(
      `delete from published_artists using now_published now
       where now.digest is null and published_artists.artist = now.artist`,
    );
    await transaction.query(
      `insert into published_artists select * from now_published where digest is not null order by artist
       on conflict (artist) do update set digest = excluded.digest`,
    );
  }
}
