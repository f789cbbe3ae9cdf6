import type { Omission as StreamOmission, EpochKind as StreamEpochKind } from "@interlude/contracts";
import type { ReplayOutcome } from "../dead-letters/dead-letter.js";

/** What an epoch is read from: files, or dead letters once more. */
export type EpochKind = StreamEpochKind | "replay";

export interface EpochFile {
  /** File name without folder. */
  readonly name: string;
  readonly kind: StreamEpochKind;
  /** Of a file of features, as it was when its epoch was begun. */
  readonly fingerprint?: string | null;
}

/** One epoch of the stream: which files it is read from, and where the stream stands after it. */
export interface Epoch {
  readonly epoch: number;
  readonly kind: EpochKind;
  /** None for dead letters. In the order in which they are sent: every record has an offset in this input, which must not change. */
  readonly files: readonly EpochFile[];
  /** Replication sequence that it reaches; null for a dump without one. */
  readonly sequence: number | null;
  /**
   * Sequence in the source versions of its rows and in its markers: of two dumps the newer has the higher. The one that
   * it reaches; of a dump that is tied to none its epoch, which no full export's sequence is as low as.
   */
  readonly sourceSequence: number;
  readonly schemaSequence: number | null;
  /** TIMESTAMP of the newest dump or packet that it reaches, Unix time in microseconds; null for unknown. */
  readonly upTo: number | null;
  /** Tells its files from others of the same names: a packet's SHA-256, a dump's own time and number. */
  readonly identity: string;
}

/** Part of the input that was not taken in as it is: how often, in one file, for one reason. */
export type Omission = Readonly<StreamOmission>;

/** What an epoch came to. */
export interface EpochCounts {
  transactions: number;
  /** Row changes and documents sent. */
  published: number;
  /** Updates that changed nothing and were not sent. */
  noOps: number;
  /** Updates that changed only ignored columns and were not sent. */
  ignored: number;
  deadLetters: number;
  /** Rows of tables that are not replicated, by table. */
  skipped: Record<string, number>;
  /** By file and reason. */
  omissions: readonly Omission[];
}

/** What an epoch held. */
export interface EpochContents {
  readonly counts: EpochCounts;
  /** SHA-256 by file. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Items by topic. */
  readonly sent: ReadonlyMap<string, number>;
  /** Places in its input of what could not be read. */
  readonly rejected: readonly number[];
  /** Feature files that changed after it was begun: what was sent of them may be of two versions. */
  readonly mixed: readonly string[];
  /** Of the dead letters that it read again; null if it read none. */
  readonly replay: ReplayOutcome | null;
}

/** The counts of an epoch of which nothing has been sent. */
export function zeroCounts(): EpochCounts {
  return { transactions: 0, published: 0, noOps: 0, ignored: 0, deadLetters: 0, skipped: {}, omissions: [] };
}

/** What ingestion has published so far. */
export interface StreamHistory {
  /** Newest published epoch; 0 before the first. */
  readonly lastEpoch: number;
  /** Whether a dump or a packet has been published, so that only the next packet may follow. */
  readonly hasCatalogue: boolean;
  /** Replication sequence reached; null before a catalogue, or after a dump without one. */
  readonly sequence: number | null;
  readonly schemaSequence: number | null;
  /** TIMESTAMP of the newest dump or packet, Unix time in microseconds; null before any. */
  readonly upTo: number | null;
  /** The newest dump that was loaded; null before any. */
  readonly dump: LoadedDump | null;
  /** Whether dead letters are to be read again. */
  readonly hasRequestedLetters: boolean;
  /** The feature files that were published, as they were read last, by name. */
  readonly featureFiles: ReadonlyMap<string, PublishedFile>;
  /** Parts of the input that were not taken in as they are: of the newest epochs that have any, newest first. */
  readonly omissions: readonly Omission[];
  /** The epoch that was started and not finished; it is finished before anything else. */
  readonly open: Epoch | null;
}

/** A dump that was published. */
export interface LoadedDump extends Pick<Epoch, "sequence" | "sourceSequence" | "identity"> {
  /** Names of its archives. */
  readonly archives: readonly string[];
}

/** A file as it was read. */
export interface PublishedFile {
  readonly sha256: string;
  /** Of the file when it was last seen to have that hash; null if it was not looked at since, or changed while its epoch was open. */
  readonly fingerprint: string | null;
}

/** A packet that was published after the newest dump. */
export interface AppliedPacket {
  readonly packet: number;
  /** Of its file, as it was applied last. */
  readonly sha256: string;
  /** Of the file when it was last seen to have that hash; null before it was hashed. */
  readonly fingerprint: string | null;
  /** How often it was applied. */
  readonly applications: number;
}

/** A packet that ingestion itself fetched into its folder. */
export interface FetchedPacket {
  readonly packet: number;
  /** File name without folder. */
  readonly file: string;
}

/** Where ingestion keeps its epochs. */
export interface EpochStore {
  history(): Promise<StreamHistory>;
  /** Identity of the stream that the epochs are of; null if it was given none yet. */
  streamId(): Promise<string | null>;
  /** Whether a reader of several stages holds the stream back: no epoch is to be begun for now. */
  isHeld(): Promise<boolean>;
  /**
   * Stores an epoch before its first record is sent; starting the open epoch again changes nothing. One of kind `replay`
   * takes the dead letters that are requested.
   */
  start(epoch: Epoch): Promise<void>;
  /** Gives the open epoch another number. */
  renumber(epoch: number, to: number): Promise<void>;
  /** Stores that the epoch's last marker was acknowledged, and what became of the dead letters that it read again. */
  publish(epoch: number, contents: EpochContents): Promise<void>;
  /** Stores which files of the folder are left alone, in place of those before. */
  keepOmittedFiles(files: readonly Omission[]): Promise<void>;
  /** Those of some packets that have been applied, by number. */
  applied(packets: readonly number[]): Promise<AppliedPacket[]>;
  /** Stores the fingerprint of the file that has the hash a packet was applied with. */
  recordFingerprint(packet: number, fingerprint: string): Promise<void>;
  /** Stores the fingerprint of a feature file that has the hash it was read with. */
  recordFeatureFingerprint(file: string, fingerprint: string): Promise<void>;
  /** The packets that were fetched and are still in the folder, by number. */
  fetchedPackets(): Promise<FetchedPacket[]>;
  addFetched(packet: FetchedPacket): Promise<void>;
  removeFetched(packets: readonly number[]): Promise<void>;
}
