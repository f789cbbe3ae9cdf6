import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

interface Totals {
  readonly tracks: number;
  readonly candidates: number;
  readonly syntheticTracks: number;
}

/** How many rows there are, kept in the transactions that change them. */
@Injectable()
export class TotalsRepository {
  /** Adds to what is there; a negative number takes away. */
  async add(transaction: Transaction, change: Partial<Totals>): Promise<void> {
    const { tracks = 0, candidates = 0, syntheticTracks = 0 } = change;
    if (tracks === 0 && candidates === 0 && syntheticTracks === 0) return;
    await transaction.query(
      `update totals set tracks = tracks + $1, candidates = candidates + $2,
         synthetic_tracks = synthetic_tracks + $3`,
      [tracks, candidates, syntheticTracks],
    );
  }

  async read(transaction: Transaction): Promise<Totals> {
    const [totals] = await transaction.query<Totals>(
      `select tracks, candidates, synthetic_tracks as "syntheticTracks" from totals`,
    );
    return totals!;
  }
}
