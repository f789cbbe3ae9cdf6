import type { LowLevelFeatures } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";

type Part = "lowlevel" | "rhythm" | "tonal";

/** Columns of each part by the contract's fields, with their types. */
const PARTS: {
  readonly [Name in Part]: { readonly [Field in keyof NonNullable<LowLevelFeatures[Name]>]: string };
} = {
  lowlevel: {
    averageLoudness: "average_loudness double precision",
    dynamicComplexity: "dynamic_complexity double precision",
    mfccZeroMean: "mfcc_zero_mean double precision",
  },
  rhythm: {
    bpm: "bpm double precision",
    firstPeakBpmMean: "first_peak_bpm_mean double precision",
    firstPeakBpmMedian: "first_peak_bpm_median double precision",
    secondPeakBpmMean: "second_peak_bpm_mean double precision",
    secondPeakBpmMedian: "second_peak_bpm_median double precision",
    danceabilityDfa: "danceability_dfa double precision",
    onsetRate: "onset_rate double precision",
  },
  tonal: {
    key: "key text",
    scale: "scale text",
    tuningFrequency: "tuning_frequency double precision",
    tuningDeviation: "tuning_deviation double precision",
  },
};

interface ReceivedLowLevelFeatures {
  readonly features: LowLevelFeatures;
  readonly epoch: number;
}

/** AcousticBrainz low-level features as submitted. */
@Injectable()
export class LowLevelFeaturesRepository {
  /**
   * Keeps rows; the tables come one by one, so each writes its own columns: of several of one submission the last, and
   * never an older epoch's over a newer one's.
   */
  async write(transaction: Transaction, received: readonly ReceivedLowLevelFeatures[]): Promise<void> {
    for (const [part, columns] of Object.entries(PARTS) as [Part, Readonly<Record<string, string>>][]) {
      const ofPart = received.filter(({ features }) => features[part] !== null);
      if (ofPart.length > 0) await writePart(transaction, part, columns, ofPart);
    }
  }
}

async function writePart(
  transaction: Transaction,
  part: Part,
  columns: Readonly<Record<string, string>>,
  received: readonly ReceivedLowLevelFeatures[],
): Promise<void> {
  const keyOf = ({ features }: ReceivedLowLevelFeatures) => `${features.recording}:${features.submission}`;
  const rows = newestByKey(received, keyOf).map(({ features, epoch }) => {
    const values = features[part] as unknown as Readonly<Record<string, unknown>>;
    const named = Object.entries(columns).map(([field, column]) => [nameOf(column), values[field]]);
    const row: Record<string, unknown> = Object.fromEntries(named);
    return {
      ...row,
      recording: features.recording,
      submission: features.submission,
      [`${part}_epoch`]: epoch,
    };
  });
  const names = [...Object.values(columns).map(nameOf), `${part}_epoch`];
  await transaction.query(
    `insert into low_level_features as known (recording, submission, ${names.join(", ")})
     select recording, submission, ${names.join(", ")}
     from json_to_recordset($1) as incoming
       (recording uuid, submission integer, ${Object.values(columns).join(", ")}, ${part}_epoch bigint)
     order by recording, submission
     on conflict (recording, submission) do update
     set ${names.map((name) => `${name} = excluded.${name}`).join(", ")}
     where known.${part}_epoch is null or known.${part}_epoch <= excluded.${part}_epoch`,
    [JSON.stringify(rows)],
  );
}

function nameOf(column: string): string {
  return column.split(" ", 1)[0]!;
}
