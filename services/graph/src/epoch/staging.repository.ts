import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { StagedArtist, StagedCollaboration } from "./record-checks.js";

/** Where a record was read. */
export interface Place {
  readonly partition: number;
  readonly offset: bigint;
}

/** Writes down what the open epoch says, as it comes: which of two records counts is decided at its end, by offset. */
@Injectable()
export class StagingRepository {
  async stageCollaborations(
    transaction: Transaction,
    staged: readonly (StagedCollaboration & Place)[],
  ): Promise<void> {
    await transaction.copy(
      "staged_collaborations",
      ["artist_a", "artist_b", "weight", "first_recording", "kinds", "partition", `"offset"`],
      staged.map(({ artistA, artistB, weight, firstRecording, kinds, partition, offset }) => [
        artistA,
        artistB,
        weight === null ? null : String(weight),
        firstRecording === null ? null : String(firstRecording),
        kinds.length === 0 ? null : JSON.stringify(kinds),
        String(partition),
        String(offset),
      ]),
    );
  }

  async stageArtists(transaction: Transaction, staged: readonly (StagedArtist & Place)[]): Promise<void> {
    await transaction.copy(
      "staged_artists",
      ["artist", "name", "popularity", "attributes", `"offset"`],
      staged.map(({ artist, name, popularity, attributes, offset }) => [
        artist,
        name,
        popularity === null ? null : String(popularity),
        attributes === null ? null : JSON.stringify(attributes),
        String(offset),
      ]),
    );
  }

  /** Forgets what the epoch said. All its records are in: until it is complete, nobody stages anything. */
  async forget(transaction: Transaction): Promise<void> {
    await transaction.query("truncate staged_artists, staged_collaborations");
  }
}
