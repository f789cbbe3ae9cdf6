import { CopyRows, type Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { StagedArtist, StagedCollaboration } from "./record-checks.js";

/** Where a record was read. */
export interface Place {
  readonly partition: number;
  readonly offset: bigint;
}

/** Something that was said, and where. */
export type Placed<Said> = readonly [said: Said, place: Place];

/** Writes down what the open epoch says, as it comes: which of two records counts is decided at its end, by offset. */
@Injectable()
export class StagingRepository {
  async stageCollaborations(
    transaction: Transaction,
    staged: Iterable<Placed<StagedCollaboration>>,
  ): Promise<void> {
    const rows = new CopyRows();
    for (const [{ artistA, artistB, weight, firstRecording, kinds }, { partition, offset }] of staged) {
      rows.row(7).uuid(artistA).uuid(artistB).integer(weight).integer(firstRecording);
      rows
        .jsonb(kinds.length === 0 ? null : JSON.stringify(kinds))
        .integer(partition)
        .bigint(offset);
    }
    await transaction.copyRows(
      "staged_collaborations",
      ["artist_a", "artist_b", "weight", "first_recording", "kinds", "partition", `"offset"`],
      rows,
    );
  }

  async stageArtists(transaction: Transaction, staged: Iterable<Placed<StagedArtist>>): Promise<void> {
    const rows = new CopyRows();
    for (const [{ artist, name, popularity, attributes }, { offset }] of staged) {
      rows.row(5).uuid(artist).text(name).double(popularity);
      rows.jsonb(attributes === null ? null : JSON.stringify(attributes)).bigint(offset);
    }
    await transaction.copyRows(
      "staged_artists",
      ["artist", "name", "popularity", "attributes", `"offset"`],
      rows,
    );
  }

  /** Forgets what the epoch said. All its records are in: until it is complete, nobody stages anything. */
  async forget(transaction: Transaction): Promise<void> {
    await transaction.query("truncate staged_artists, staged_collaborations");
  }
}
