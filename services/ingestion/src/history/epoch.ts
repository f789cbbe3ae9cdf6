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
  /** In the order in which they are sent: what is sent has a place in the epoch that must not change. */
  readonly files: readonly EpochFile[];
  /** Replication sequence that it reaches; null for a dump that is tied to none. */
  readonly sequence: number | null;
  readonly schemaSequence: number | null;
  /** TIMESTAMP of the newest dump or packet that it reaches, microseconds since the Unix epoch; null for unknown. */
  readonly upTo: number | null;
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
  /** Updates that changed only what nobody watches and were not sent. */
  unwatched: number;
  /** Sent to dead letters. */
  rejected: number;
  /** Rows of tables that are not kept, by table. */
  skipped: Record<string, number>;
}

/** What an epoch came to of which nothing has been sent. */
export function noCounts(): EpochCounts {
  return { transactions: 0, published: 0, noOps: 0, unwatched: 0, rejected: 0, skipped: {} };
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
  /** TIMESTAMP of the newest dump or packet, microseconds since the Unix epoch; null before any. */
  readonly upTo: number | null;
  /** The newest dump that was loaded; null before any. */
  readonly dump: LoadedDump | null;
  /** Names of the feature files that were published. */
  readonly featureFiles: ReadonlySet<string>;
  /** The epoch that was started and not finished; it must be done again before anything else. */
  readonly open: Epoch | null;
}

/** A dump that was published. */
export type LoadedDump = Pick<Epoch, "sequence" | "identity">;

/** A packet that was published after the newest dump. */
export interface AppliedPacket {
  readonly packet: number;
  /** Of its file, as it was applied last. */
  readonly sha256: string;
  /** The file as it was when it was last seen to have that hash; null before that was looked at. */
  readonly fingerprint: string | null;
  /** How often it was applied. */
  readonly applications: number;
}

/** A packet that ingestion itself brought into its folder. */
export interface SpooledPacket {
  readonly packet: number;
  /** File name without folder. */
  readonly file: string;
}

/** Where ingestion remembers its epochs. */
export interface EpochStore {
  history(): Promise<StreamHistory>;
  /** Remembers an epoch before its first record is sent; starting the open epoch again changes nothing. */
  start(epoch: Epoch): Promise<void>;
  /**
   * Remembers that the epoch's last marker was acknowledged.
   * @param hashes SHA-256 by file
   * @param sent items by topic
   */
  publish(
    epoch: number,
    counts: EpochCounts,
    hashes: ReadonlyMap<string, string>,
    sent: ReadonlyMap<string, number>,
  ): Promise<void>;
  /** Those of some packets that have been applied, by number. */
  applied(packets: readonly number[]): Promise<AppliedPacket[]>;
  /** Remembers what the file looks like that has the hash a packet was applied with. */
  recognise(packet: number, fingerprint: string): Promise<void>;
  /** The packets that were fetched and not forgotten, by number. */
  spooled(): Promise<SpooledPacket[]>;
  spool(packet: SpooledPacket): Promise<void>;
  forget(packets: readonly number[]): Promise<void>;
}
