import type { StepKind } from "@interlude/contracts";

export interface EpochFile {
  /** File name without folder. */
  readonly name: string;
  readonly kind: StepKind;
}

/** One step of the stream: what is read in it, and where the stream stands after it. */
export interface Epoch {
  readonly epoch: number;
  readonly kind: StepKind;
  readonly files: readonly EpochFile[];
  /** Replication sequence that it reaches; null for a dump that is tied to none. */
  readonly sequence: number | null;
  readonly schemaSequence: number | null;
  /** Tells its files from others of the same names: a packet's SHA-256, a dump's own time and number. */
  readonly identity: string;
}

/** What an epoch came to. */
export interface EpochCounts {
  transactions: number;
  /** Row changes and documents sent. */
  published: number;
  /** Updates that changed nothing and were not sent. */
  noOps: number;
  /** Sent to dead letters. */
  rejected: number;
  /** Rows of tables that are not kept, by table. */
  skipped: Record<string, number>;
}

/** What ingestion has done so far. */
export interface StreamHistory {
  /** Newest published epoch; 0 before the first. */
  readonly lastEpoch: number;
  /** Whether a dump or a packet has been published, so that only the next packet may follow. */
  readonly hasCatalogue: boolean;
  /** Replication sequence reached; null before a catalogue, or where the dump was tied to none. */
  readonly sequence: number | null;
  readonly schemaSequence: number | null;
  /** Names of the feature files that were published. */
  readonly featureFiles: ReadonlySet<string>;
  /** The epoch that was started and not finished; it must be done again before anything else. */
  readonly open: Epoch | null;
}

/** Where ingestion remembers its epochs. */
export interface EpochStore {
  history(): Promise<StreamHistory>;
  /** Remembers an epoch before its first record is sent; starting the open epoch again changes nothing. */
  start(epoch: Epoch): Promise<void>;
  /** Remembers that the epoch's last marker was acknowledged. */
  publish(epoch: number, counts: EpochCounts, hashes: ReadonlyMap<string, string>): Promise<void>;
}
