import type { Transaction } from "@interlude/infra-postgres";
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
    const columns = ["artist_a", "artist_b", "weight", "first_recording", "kinds", "partition", `"offset"`];
    await transaction.copyEach(
      "staged_collaborations",
      columns,
      staged,
      (row, [said, { partition, offset }]) => {
        const { artistA, artistB, weight, firstRecording, kinds } = said;
        row.uuid(artistA).uuid(artistB).integer(weight).integer(firstRecording);
        row.jsonb(kinds.length === 0 ? null : JSON.stringify(kinds));
        row.integer(partition).bigint(offset);
      },
    );
  }

  async stageArtists(transaction: Transaction, staged: Iterable<Placed<StagedArtist>>): Promise<void> {
    const columns = ["artist", "name", "popularity", "attributes", `"offset"`];
    await transaction.copyEach("staged_artists", columns, staged, (row, [said, { offset }]) => {
      const { artist, name, popularity, attributes } = said;
      row.uuid(artist).text(name).double(popularity);
      row.jsonb(attributes === null ? null : JSON.stringify(attributes)).bigint(offset);
    });
  }

  /** Forgets what the epoch said. All its records are in: until it is complete, nobody stages anything. */
  async forget(transaction: Transaction): Promise<void> {
    await transaction.query("truncate staged_artists, staged_collaborations");
  }
}
