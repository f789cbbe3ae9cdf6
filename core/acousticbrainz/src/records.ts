/** The class probabilities of one submission. */
export interface HighLevelRecord {
  /** Recording MBID of the file name. */
  recording: string;
  /** Submission offset, from 0. */
  submission: number;
  /** Class probabilities by model; each model's sum to 1. */
  probabilities: Record<string, Record<string, number>>;
  lengthSeconds: number | null;
  /** Archive and member. */
  source: string;
}

/** One row of one of the low-level tables: what that table says of one submission. A missing value is null. */
export interface LowLevelRecord {
  /** Recording MBID. */
  recording: string;
  /** Submission offset, from 0. */
  submission: number;
  /** Null in rows of other tables, as the next two. */
  lowlevel: {
    averageLoudness: number | null;
    /** Decibels. */
    dynamicComplexity: number | null;
    mfccZeroMean: number | null;
  } | null;
  rhythm: {
    /** Beats a minute, as all that say bpm. */
    bpm: number | null;
    firstPeakBpmMean: number | null;
    firstPeakBpmMedian: number | null;
    secondPeakBpmMean: number | null;
    secondPeakBpmMedian: number | null;
    /** By detrended fluctuation analysis, from 0 and without upper bound. */
    danceabilityDfa: number | null;
    /** Onsets a second. */
    onsetRate: number | null;
  } | null;
  tonal: {
    /** A to G, with # or b. */
    key: string | null;
    /** major or minor. */
    scale: string | null;
    /** Hertz. */
    tuningFrequency: number | null;
    tuningDeviation: number | null;
  } | null;
  /** Archive and member. */
  source: string;
}
