import { type GraphArtist, vectorFrom } from "@interlude/contracts";
import type { ArtistContext } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

export interface ArtistRow {
  readonly artist: string;
  readonly degree: number;
  readonly embedding: readonly number[];
  readonly popularity: number | null;
}

/** The context of an artist; of one that the graph has not published, without collaborators. */
export function contextOf(row: ArtistRow | null): ArtistContext {
  return row ?? { embedding: [], degree: 0, popularity: null };
}

/** Artists as the graph publishes them. */
@Injectable()
export class ArtistsRepository {
  async write(transaction: Transaction, artists: readonly GraphArtist[]): Promise<void> {
    if (artists.length === 0) return;
    const rows = artists.map(({ artist, degree, embedding, popularity }) => ({
      artist,
      degree,
      embedding: Array.from(vectorFrom(embedding)),
      popularity,
    }));
    await transaction.query(
      `insert into artists
       select * from jsonb_to_recordset($1::jsonb)
         as given (artist uuid, degree bigint, embedding real[], popularity double precision)
       on conflict (artist) do update
         set degree = excluded.degree, embedding = excluded.embedding, popularity = excluded.popularity`,
      [JSON.stringify(rows)],
    );
    await this.#touch(
      transaction,
      artists.map(({ artist }) => artist),
    );
  }

  async remove(transaction: Transaction, artists: readonly string[]): Promise<void> {
    if (artists.length === 0) return;
    await transaction.query("delete from artists where artist = any($1::uuid[])", [artists]);
    await this.#touch(transaction, artists);
  }

  /** Whether the open epoch has brought any. */
  async areTouched(transaction: Transaction): Promise<boolean> {
    const [row] = await transaction.query<{ touched: boolean }>(
      "select exists (select from touched_artists) as touched",
    );
    return row!.touched;
  }

  async clearTouched(transaction: Transaction): Promise<void> {
    await transaction.query("delete from touched_artists");
  }

  async #touch(transaction: Transaction, artists: readonly string[]): Promise<void> {
    await transaction.query("insert into touched_artists select unnest($1::uuid[]) on conflict do nothing", [
      artists,
    ]);
  }
}
