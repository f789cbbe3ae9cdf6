import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { FirstSeen } from "../pairs/pair-transition.js";

/** How far a rescoring is. */
export interface RescoringProgress {
  /** Artists whose pairs have been scored anew. */
  readonly done: number;
  /** Artists of the graph when it began. */
  readonly total: number;
}

/** A rescoring that goes on. */
export interface Rescoring extends RescoringProgress {
  /** The epoch whose completion called for it. */
  readonly began: FirstSeen;
  /** MBID of the last artist that is done; null before the first. */
  readonly lastArtist: string | null;
}

/** The rescoring that goes on, if one does. */
@Injectable()
export class RescoringRepository {
  /** Null if none goes on. */
  async read(source: Pick<Transaction, "query">): Promise<Rescoring | null> {
    const [row] = await source.query<Omit<Rescoring, "began"> & FirstSeen>(
      `select epoch, sequence, at, total, done, last_artist as "lastArtist" from rescoring`,
    );
    if (row === undefined) return null;
    const { epoch, sequence, at, ...progress } = row;
    return { began: { epoch, sequence, at }, ...progress };
  }

  /** Takes the place of the one that goes on, if one does. */
  async begin(
    transaction: Transaction,
    { epoch, sequence, at }: FirstSeen,
    { modelId, total }: { readonly modelId: string; readonly total: number },
  ): Promise<void> {
    await this.end(transaction);
    await transaction.query(
      "insert into rescoring (model_id, epoch, sequence, at, total) values ($1, $2, $3, $4, $5)",
      [modelId, epoch, sequence, at, total],
    );
  }

  async advance(transaction: Transaction, lastArtist: string, artists: number): Promise<void> {
    await transaction.query("update rescoring set last_artist = $1, done = done + $2", [lastArtist, artists]);
  }

  async end(transaction: Transaction): Promise<void> {
    await transaction.query("delete from rescoring");
  }
}
