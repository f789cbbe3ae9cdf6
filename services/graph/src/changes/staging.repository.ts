import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { StagedArtist, StagedCollaboration } from "./record-checks.js";

/** Where a record was read. */
interface RecordLocation {
  readonly partition: number;
  readonly offset: bigint;
}

/** A checked record and where it was read. */
export type Located<Staged> = readonly [staged: Staged, location: RecordLocation];

/** Stages the records of the open epoch. Which of several records of a key counts is decided at its end, by offset. */
@Injectable()
export class StagingRepository {
  async stageCollaborations(
    transaction: Transaction,
    records: Iterable<Located<StagedCollaboration>>,
  ): Promise<void> {
    const columns = ["artist_a", "artist_b", "weight", "first_recording", "kinds", "partition", `"offset"`];
    await transaction.copyEach(
      "staged_collaborations",
      columns,
      records,
      (row, [staged, { partition, offset }]) => {
        const { artistA, artistB, weight, firstRecording, kinds } = staged;
        row.uuid(artistA).uuid(artistB).integer(weight).integer(firstRecording);
        row.jsonb(kinds.length === 0 ? null : JSON.stringify(kinds));
        row.integer(partition).bigint(offset);
      },
    );
  }

  async stageArtists(transaction: Transaction, records: Iterable<Located<StagedArtist>>): Promise<void> {
    const columns = ["artist", "name", "popularity", "attributes", `"offset"`];
    await transaction.copyEach("staged_artists", columns, records, (row, [staged, { offset }]) => {
      const { artist, name, popularity, attributes } = staged;
      row.uuid(artist).text(name).double(popularity);
      row.jsonb(attributes === null ? null : JSON.stringify(attributes)).bigint(offset);
    });
  }

  /**
   * Empties the staging tables. Nothing else is staged meanwhile: the stage waits until the epoch is complete. Deletes,
   * since `truncate` would wait for every reader of the tables, such as a backup.
   */
  async clear(transaction: Transaction): Promise<void> {
    await transaction.query("delete from staged_artists");
    await transaction.query("delete from staged_collaborations");
  }
}
