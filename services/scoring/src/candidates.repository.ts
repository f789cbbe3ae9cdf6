import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** A candidate as it was published, its record as JSON text. */
export interface StoredCandidate {
  readonly artistA: string;
  readonly artistB: string;
  readonly record: string;
}

/** The candidates as published. */
@Injectable()
export class CandidatesRepository {
  /** Those with an end among some artists. */
  async ofArtists(transaction: Transaction, mbids: readonly string[]): Promise<StoredCandidate[]> {
    const rows = await transaction.query<{ artist_a: string; artist_b: string; record: string }>(
      `select artist_a, artist_b, record::text as record from candidates where artist_a = any($1::uuid[])
       union
       select artist_a, artist_b, record::text from candidates where artist_b = any($1::uuid[])`,
      [mbids],
    );
    return rows.map((row) => ({ artistA: row.artist_a, artistB: row.artist_b, record: row.record }));
  }

  async write(
    transaction: Transaction,
    candidates: readonly StoredCandidate[],
    from: { readonly modelId: string; readonly graphVersion: number },
  ): Promise<void> {
    await transaction.query(
      `insert into candidates
       select artist_a, artist_b, $4, $5, record
       from unnest($1::uuid[], $2::uuid[], $3::json[]) as incoming (artist_a, artist_b, record)
       order by artist_a, artist_b
       on conflict (artist_a, artist_b) do update
       set model_id = excluded.model_id, graph_version = excluded.graph_version, record = excluded.record`,
      [
        candidates.map(({ artistA }) => artistA),
        candidates.map(({ artistB }) => artistB),
        candidates.map(({ record }) => record),
        from.modelId,
        from.graphVersion,
      ],
    );
  }

  async remove(
    transaction: Transaction,
    pairs: readonly { readonly artistA: string; readonly artistB: string }[],
  ): Promise<void> {
    await transaction.query(
      `delete from candidates
       using unnest($1::uuid[], $2::uuid[]) as gone (artist_a, artist_b)
       where candidates.artist_a = gone.artist_a and candidates.artist_b = gone.artist_b`,
      [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)],
    );
  }

  /** Every pair, in the order of the MBIDs. */
  async *pairs(transaction: Transaction): AsyncIterable<Pick<StoredCandidate, "artistA" | "artistB">> {
    const rows = transaction.stream<{ artist_a: string; artist_b: string }>(
      "select artist_a, artist_b from candidates order by artist_a, artist_b",
    );
    for await (const { artist_a: artistA, artist_b: artistB } of rows) yield { artistA, artistB };
  }

  async count(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ count: number }>("select count(*) from candidates");
    return row!.count;
  }
}
