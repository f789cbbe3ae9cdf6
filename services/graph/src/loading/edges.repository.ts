import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

export interface EdgeRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number;
  readonly first_recording: number;
}

/** Reads the edges and their changes, from which the graph in memory is built. */
@Injectable()
export class EdgesRepository {
  all(transaction: Transaction): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>("select artist_a, artist_b, weight, first_recording from edges");
  }

  async count(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ count: number }>("select count(*) from edges");
    return row!.count;
  }

  /** Edges that were inserted or changed after a version, as they are now. */
  changedSince(transaction: Transaction, version: number): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>(
      "select artist_a, artist_b, weight, first_recording from edges where graph_version > $1",
      [version],
    );
  }

  /** Edges that were removed after a version; some may have been inserted again. */
  removedSince(
    transaction: Transaction,
    version: number,
  ): AsyncIterable<Pick<EdgeRow, "artist_a" | "artist_b">> {
    return transaction.stream("select artist_a, artist_b from removed_edges where graph_version > $1", [
      version,
    ]);
  }
}
