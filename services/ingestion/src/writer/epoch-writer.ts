import { type Marker, PLACE_HEADER, type Topic, catalogue, deadLetterTopics } from "@interlude/contracts";
import { AvroBytes } from "@interlude/core-musicbrainz";
import {
  type Codec,
  type EventLog,
  type OutgoingRecord,
  RecordBatcher,
  deadLetter,
  epochHeaders,
  markerRecords,
  partitionOf,
} from "@interlude/stage";
import { noCounts } from "../history/epoch.js";
import { IngestionError } from "../ingestion-error.js";
import { LoggedPlaces, MARKED } from "./resume-offsets.js";

/** Bytes sent at a time: enough to fill requests, few enough to hold in memory twice. */
const APPEND_AT_BYTES = 4 * 1024 * 1024;

/**
 * Bytes at which items become a record: large enough to cost little, small enough to hold many. A bit below a power of
 * two, since kafkajs copies each record into a buffer of the next one.
 */
const RECORD_BYTES = 56 * 1024;

/** More than these are not bad rows but a bad file, or a layout that is not the file's. */
export const MAX_REJECTED = 10_000;

/** Brokers take messages of about a megabyte; what is longer is kept in part, and its place is named. */
const MAX_KEPT_BYTES = 512 * 1024;

/** Names come from archives, which may hold any number of them: MusicBrainz has about four hundred tables. */
const MAX_SKIPPED_TABLES = 1_000;

/** Inputs of one file at most: 2^40 lines. Places stay exact up to 8,192 files an epoch. */
const FILE_STRIDE = 2 ** 40;

/** Topics whose every partition gets ingestion's marker. */
export const MARKED_TOPICS: readonly Topic<unknown>[] = catalogue.filter(
  (topic) => topic.producer === "ingestion" && topic.markers,
);

const LETTERS = deadLetterTopics.ingestion;
const LETTER_PARTITION = { topic: LETTERS.name, partition: 0 };

/** Input that is set aside, and where it was. */
export interface RejectedInput {
  readonly member: string | null;
  /** 1-based; null where the input has no lines. */
  readonly line: number | null;
  /** The input's place in its file, as for `send`. */
  readonly ordinal: number;
  readonly code: string;
  readonly reason: string;
  readonly bytes: Buffer;
}

/** Items of one partition of the epoch. */
interface PartitionItems {
  readonly batcher: RecordBatcher<AvroBytes>;
  /** Place up to which the log has the partition's items of this epoch. */
  readonly logged: number;
  /** Items that were to be sent, those included that the log had. */
  offered: number;
}

/** What can write itself as Avro, such as a transcoder the line that it read last. */
export interface ItemSource {
  /** Appends the item; where it throws, nothing was appended. */
  write(position: number, out: AvroBytes): void;
}

export interface EpochWriterOptions {
  readonly log: Pick<EventLog, "append" | "partitions" | "newest">;
  readonly codec: Pick<Codec, "encode" | "encodeItem" | "encodeMarker" | "frameBatch">;
  readonly epoch: number;
  /** Names of the epoch's files, in an order that is the same each time the epoch is tried. */
  readonly files: readonly string[];
  /** Whether the epoch was begun before, so that the log may hold some of it. */
  readonly resumes: boolean;
  readonly trace: string;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Ends the epoch half-way, to be done again later. */
  readonly signal: AbortSignal;
  /** Told after each append how many items of a topic were sent. */
  readonly onSent: (topic: string, items: number) => void;
  /** Told of each input that is set aside. */
  readonly onRejected: (code: string) => void;
}

/**
 * What an epoch is written through: counted, in batches by partition, with back-pressure. What the log holds of the
 * epoch already, from before a crash, is counted and not sent again.
 */
export class EpochWriter {
  readonly counts = noCounts();
  /** SHA-256 of each file that was read whole, by name. */
  readonly hashes = new Map<string, string>();
  private readonly items: ReadonlyMap<string, readonly PartitionItems[]>;
  private waiting: OutgoingRecord[] = [];
  private waitingBytes = 0;
  private readonly waitingItems = new Map<string, number>();
  private inFlight: Promise<void> = Promise.resolve();
  private readonly headers: Readonly<Record<string, string>>;
  private file = "";
  private firstPlace = 0;

  private constructor(
    private readonly options: EpochWriterOptions,
    partitions: ReadonlyMap<string, number>,
    private readonly logged: LoggedPlaces,
  ) {
    this.items = new Map(
      MARKED_TOPICS.map((topic) => [
        topic.name,
        Array.from({ length: partitions.get(topic.name)! }, (_, partition) => this.itemsOf(topic, partition)),
      ]),
    );
    this.headers = epochHeaders(options.epoch, options.trace);
  }

  /** Items sent so far by topic, those included that the log had from before a crash. */
  get sent(): Map<string, number> {
    const sent = new Map<string, number>();
    for (const [topic, partitions] of this.items) {
      const items = partitions.reduce((sum, { offered }) => sum + offered, 0);
      if (items > 0) sent.set(topic, items);
    }
    return sent;
  }

  /** A writer that knows the topics' partitions and what they hold of the epoch. */
  static async open(options: EpochWriterOptions): Promise<EpochWriter> {
    const { log, epoch } = options;
    const partitions = new Map<string, number>();
    for (const { name } of MARKED_TOPICS) partitions.set(name, await log.partitions(name));
    const topics = [...partitions.keys(), LETTERS.name];
    const logged = options.resumes ? await LoggedPlaces.of(log, topics, epoch) : LoggedPlaces.none;
    return new EpochWriter(options, partitions, logged);
  }

  /** What is sent and set aside from here on comes from this file of the epoch. */
  beginFile(name: string): void {
    const index = this.options.files.indexOf(name);
    if (index < 0) throw new RangeError(`${name} is not one of the epoch's files`);
    this.file = name;
    this.firstPlace = index * FILE_STRIDE;
  }

  /**
   * Puts an item into its partition's batch; `drain` sends.
   * @param ordinal place of the input in its file, from 0; never falls, and several items may share one
   */
  send<Value>(topic: Topic<Value>, key: string, item: Value, ordinal: number): void {
    const bytes = this.options.codec.encodeItem(topic, item);
    this.sendFrom(topic, Buffer.from(key), { write: (_, out) => out.writeBytes(bytes) }, ordinal);
  }

  /**
   * As `send`, of an item that writes itself. Its position is its place in the whole epoch.
   * @throws what the source throws; nothing is sent of it then
   */
  sendFrom(topic: Topic<unknown>, key: Buffer, source: ItemSource, ordinal: number): void {
    const partitions = this.items.get(topic.name)!;
    const items = partitions[partitionOf(key, partitions.length)]!;
    const place = this.firstPlace + ordinal;
    items.offered++;
    if (place > items.logged) {
      // Items of one place stay together: a place is in the log whole or not at all.
      source.write(place, items.batcher.startItem(place));
      items.batcher.endItem(key, place);
    }
    this.counts.published++;
  }

  /** Counts rows of a table that is not kept; of more tables than MusicBrainz has, all the others together. */
  skip(table: string, rows: number): void {
    if (rows === 0) return;
    const { skipped } = this.counts;
    const isNamed = skipped[table] !== undefined || Object.keys(skipped).length < MAX_SKIPPED_TABLES;
    const name = isNamed ? table : "other";
    skipped[name] = (skipped[name] ?? 0) + rows;
  }

  /**
   * Sets input aside as it was; what comes behind it goes on. The key names the place.
   * @throws IngestionError `TOO_MANY_REJECTED`
   */
  reject({ member, line, ordinal, code, reason, bytes }: RejectedInput): void {
    const { file } = this;
    const place = this.firstPlace + ordinal;
    this.counts.rejected++;
    if (place > this.logged.reached(LETTER_PARTITION)) {
      const name = [this.options.epoch, file, member, line].filter((part) => part !== null).join(":");
      const letter = deadLetter({
        service: "ingestion",
        code,
        reason,
        file,
        line,
        epoch: this.options.epoch,
        value: bytes.subarray(0, MAX_KEPT_BYTES),
        headers: {
          ...(member !== null && { member }),
          ...(bytes.length > MAX_KEPT_BYTES && { "original-bytes": String(bytes.length) }),
        },
        ts: this.options.now() * 1000,
      });
      this.add(LETTERS.name, 0, Buffer.from(name), this.options.codec.encode(LETTERS, letter), place, 1);
      this.options.onRejected(code);
    }
    if (this.counts.rejected <= MAX_REJECTED) return;
    throw new IngestionError(
      "TOO_MANY_REJECTED",
      `${file} has more than ${MAX_REJECTED} lines that cannot be read, the last because ${reason}; ` +
        "the file is damaged or not what its name says",
    );
  }

  /**
   * Sends what is ready once it is enough; resolves when what was sent before has been acknowledged.
   * @throws the signal's reason once it is aborted; what the log failed with
   */
  async drain(): Promise<void> {
    this.options.signal.throwIfAborted();
    if (this.waitingBytes >= APPEND_AT_BYTES) await this.sendWaiting();
  }

  /** Sends everything, then the marker to every partition; resolves when all is acknowledged. */
  async finish(marker: Marker): Promise<void> {
    for (const partitions of this.items.values()) {
      for (const { batcher } of partitions) batcher.flush();
    }
    await this.sendWaiting();
    await this.inFlight;
    const topics = Array.from(this.items, ([name, { length }]) => ({ name, partitions: length }));
    const markers = markerRecords({ codec: this.options.codec, marker, headers: this.headers, topics });
    await this.options.log.append(markers.filter((record) => this.logged.reached(record) !== MARKED));
  }

  /** Lets what is on its way arrive before the epoch is given up, so that nothing of it comes later. */
  async abandon(): Promise<void> {
    this.waiting = [];
    await this.inFlight.catch(() => undefined);
  }

  private itemsOf(topic: Topic<unknown>, partition: number): PartitionItems {
    const batcher = new RecordBatcher({
      maxBytes: RECORD_BYTES,
      items: new AvroBytes(RECORD_BYTES + 4096),
      onBatch: ({ key, count, items, group }) => {
        const value = this.options.codec.frameBatch(topic, count, items);
        this.add(topic.name, partition, key, value, group, count);
      },
    });
    return { batcher, logged: this.logged.reached({ topic: topic.name, partition }), offered: 0 };
  }

  private add(
    topic: string,
    partition: number,
    key: Buffer,
    value: Buffer,
    place: number,
    items: number,
  ): void {
    const headers = { ...this.headers, [PLACE_HEADER]: String(place) };
    this.waiting.push({ topic, partition, key, value, headers });
    this.waitingBytes += value.length;
    this.waitingItems.set(topic, (this.waitingItems.get(topic) ?? 0) + items);
  }

  /** One append is on its way while the next is gathered; two would lose their order. */
  private async sendWaiting(): Promise<void> {
    await this.inFlight;
    const records = this.waiting;
    const items = [...this.waitingItems];
    this.waiting = [];
    this.waitingBytes = 0;
    this.waitingItems.clear();
    if (records.length === 0) return;
    this.inFlight = this.options.log.append(records).then(() => {
      for (const [topic, count] of items) this.options.onSent(topic, count);
    });
    // Looked at by the next append; until then nobody listens.
    this.inFlight.catch(() => undefined);
  }
}
