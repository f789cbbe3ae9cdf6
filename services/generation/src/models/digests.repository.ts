import { type ArtistDigest, type Scenes, digestArtist } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { ArtistRow } from "../inputs/artists.repository.js";

interface TouchedRow {
  readonly artist: string;
  readonly now: ArtistRow | null;
  readonly before: (ArtistDigest & { readonly artist: string }) | null;
}

interface DigestRow extends ArtistDigest {
  readonly artist: string;
}

const WRITTEN_AT_ONCE = 5000;

/** What of each artist tracks depend on, by the model in use. */
@Injectable()
export class DigestsRepository {
  /** Reduces all artists anew, to the scenes of a new model. */
  async renewAll(transaction: Transaction, scenes: Scenes): Promise<void> {
    await transaction.query("delete from digests");
    let rows: DigestRow[] = [];
    for await (const artist of transaction.stream<ArtistRow>(
      "select artist, degree, embedding, popularity from artists order by artist",
    )) {
      rows.push({ artist: artist.artist, ...digestArtist(scenes, artist) });
      if (rows.length === WRITTEN_AT_ONCE) {
        await this.write(transaction, rows);
        rows = [];
      }
    }
    await this.write(transaction, rows);
  }

  /** Reduces the touched artists; returns those for whom something came out that tracks depend on. */
  async renewTouched(transaction: Transaction, scenes: Scenes): Promise<string[]> {
    const changed: DigestRow[] = [];
    const gone: string[] = [];
    for await (const { artist, now, before } of transaction.stream<TouchedRow>(
      `select t.artist, to_jsonb(a) as now, to_jsonb(d) as before
       from touched_artists t
       left join artists a on a.artist = t.artist
       left join digests d on d.artist = t.artist
       order by t.artist`,
    )) {
      if (now === null) {
        if (before !== null) gone.push(artist);
        continue;
      }
      const digest = digestArtist(scenes, now);
      if (before === null || !sameDigest(before, digest)) changed.push({ artist, ...digest });
    }
    await this.write(transaction, changed);
    await transaction.query("delete from digests where artist = any($1::uuid[])", [gone]);
    return [...changed.map(({ artist }) => artist), ...gone].sort();
  }

  private async write(transaction: Transaction, rows: readonly DigestRow[]): Promise<void> {
    if (rows.length === 0) return;
    await transaction.query(
      `insert into digests
       select * from jsonb_to_recordset($1::jsonb)
         as given (artist uuid, scene integer, degree bigint, popularity double precision)
       on conflict (artist) do update
         set scene = excluded.scene, degree = excluded.degree, popularity = excluded.popularity`,
      [JSON.stringify(rows)],
    );
  }
}

function sameDigest(one: ArtistDigest, other: ArtistDigest): boolean {
  return one.scene === other.scene && one.degree === other.degree && one.popularity === other.popularity;
}
