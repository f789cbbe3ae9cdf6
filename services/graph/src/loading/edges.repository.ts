import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

export interface EdgeRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number;
  readonly first_recording: number;
}

/** The edges as the store has them: what memory is built from, and brought up to date with. */
@Injectable()
export class EdgesRepository {
  all(transaction: Transaction): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>("select artist_a, artist_b, weight, first_recording from edges");
  }

  async count(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ count: number }>("select count(*) from edges");
    return row!.count;
  }

  /** Edges that became what they are after a version. */
  changedSince(transaction: Transaction, version: number): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>(
      "select artist_a, artist_b, weight, first_recording from edges where graph_version > $1",
      [version],
    );
  }

  /** Edges that were removed after a version; some of them may be back. */
  removedSince(
    transaction: Transaction,
    version: number,
  ): AsyncIterable<Pick<EdgeRow, "artist_a" | "artist_b">> {
    return transaction.stream("select artist_a, artist_b from removed_edges where graph_version > $1", [
      version,
    ]);
  }
}
