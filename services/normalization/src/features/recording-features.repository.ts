import type { HighLevelDocument } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";

export interface ReceivedDocument {
  readonly document: HighLevelDocument;
  /** Millionths of its classes. */
  readonly classes: readonly (number | null)[];
  readonly epoch: number;
}

/** AcousticBrainz documents as submitted. */
@Injectable()
export class RecordingFeaturesRepository {
  /** Keeps documents; of several of one submission the last, and never an older epoch's over a newer one's. */
  async write(transaction: Transaction, received: readonly ReceivedDocument[]): Promise<void> {
    const rows = newestByKey(received, ({ document }) => `${document.recording}:${document.submission}`).map(
      ({ document, classes, epoch }) => ({
        recording: document.recording,
        submission: document.submission,
        classes,
        length_seconds: document.lengthSeconds,
        source: document.source,
        epoch,
      }),
    );
    await transaction.query(
      `insert into recording_features (recording, submission, classes, length_seconds, source, epoch)
       select recording, submission, classes, length_seconds, source, epoch
       from json_to_recordset($1) as incoming
         (recording uuid, submission integer, classes integer[], length_seconds double precision,
          source text, epoch bigint)
       order by recording, submission
       on conflict (recording, submission) do update
       set classes = excluded.classes, length_seconds = excluded.length_seconds,
           source = excluded.source, epoch = excluded.epoch
       where recording_features.epoch <= excluded.epoch`,
      [JSON.stringify(rows)],
    );
  }
}
