import {
  INPUT_OFFSET_HEADER,
  type Marker,
  SOURCE_EPOCH_HEADER,
  type Topic,
  catalogue,
  deadLetterTopics,
} from "@interlude/contracts";
import { AvroBytes } from "@interlude/core-musicbrainz";
import {
  type Codec,
  type EventLog,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
  type RecordHeaders,
  RecordBatcher,
  deadLetter,
  epochHeaders,
  markerRecords,
  partitionOf,
} from "@interlude/stage";
import {
  type DeadLetterStore,
  type LetterOrigin,
  type RejectedInput,
  letterText,
} from "../dead-letters/dead-letter.js";
import { type EpochCounts, zeroCounts } from "../history/epoch.js";
import { IngestionError } from "../ingestion-error.js";
import { omissionRefused } from "./omission-refused.js";
import { Omissions, type OmittedInput, describePlace } from "./omissions.js";
import { MARKED, ResumeOffsets } from "./resume-offsets.js";

/** Bytes sent at a time: enough to fill requests, few enough to hold in memory twice. */
const APPEND_AT_BYTES = 4 * 1024 * 1024;

/**
 * Bytes at which items become a record: large enough to cost little, small enough to hold many. A bit below a power of
 * two, since kafkajs copies each record into a buffer of the next one.
 */
const RECORD_BYTES = 56 * 1024;

/** More than these mean that the file is bad, or of another layout, rather than its rows. */
export const MAX_DEAD_LETTERS = 10_000;

/** Of longer input, the dead letter on the topic holds the first part; the one that is kept has all of it. */
const MAX_ANNOUNCED_BYTES = 512 * 1024;

/** Of one line or document: what it becomes fits into a record together with the items before it. */
export const MAX_INPUT_BYTES = MAX_RECORD_BYTES - 256 * 1024;

/** Names come from archives, which may hold any number of them: MusicBrainz has about four hundred tables. */
const MAX_SKIPPED_TABLES = 1_000;

/** Inputs of one file at most: 2^40 lines. Offsets stay exact up to 8,192 files an epoch. */
const FILE_STRIDE = 2 ** 40;

/** Topics whose every partition gets ingestion's marker. */
export const MARKED_TOPICS: readonly Topic<unknown>[] = catalogue.filter(
  (topic) => topic.producer === "ingestion" && topic.markers,
);

const DEAD_LETTERS = deadLetterTopics.ingestion;
const DEAD_LETTER_PARTITION = { topic: DEAD_LETTERS.name, partition: 0 };

/** Input that cannot be read, and where it was. */
interface UnreadableInput {
  readonly member: string | null;
  /** 1-based; null if the input has no lines. */
  readonly line: number | null;
  /** Offset of the input in its file, as for `send`. */
  readonly offset: number;
  readonly code: string;
  readonly reason: string;
  readonly bytes: Buffer;
  readonly origin: LetterOrigin;
}

/** A value that is kept as null, and where it was. */
export type DroppedValue = Pick<OmittedInput, "code" | "member" | "line" | "reason"> & {
  readonly field: string;
};

/** Items of one partition of the epoch. */
interface PartitionItems {
  readonly batcher: RecordBatcher<AvroBytes>;
  /** Input offset up to which the log has the partition's items of this epoch. */
  readonly resumeOffset: number;
  /** Items of the epoch so far, those included that the log had. */
  count: number;
}

/** Writes an item as Avro, as a transcoder writes the line that it read last. */
interface ItemSource {
  /** Appends the item; if it throws, nothing was appended. */
  write(position: number, out: AvroBytes): void;
}

export interface EpochWriterOptions {
  readonly log: Pick<EventLog, "partitions" | "newest">;
  readonly appender: { append(records: readonly OutgoingRecord[]): Promise<unknown> };
  readonly letters: Pick<DeadLetterStore, "keep">;
  readonly codec: Pick<Codec, "encode" | "encodeItem" | "encodeMarker" | "frameBatch">;
  readonly epoch: number;
  /** Names of the epoch's files, in an order that is the same each time the epoch is tried. */
  readonly files: readonly string[];
  /**
   * What is not sent again of an epoch that was started before: nothing is there yet, or everything that the log holds
   * of it, or only what ends with its marker.
   */
  readonly resumes: "nothing" | "everything" | "what is marked";
  readonly trace: string;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Whether it throws at the first part of its input that cannot be taken in as it is. */
  readonly strict: boolean;
  /** Ends the epoch half-way, to be resumed later. */
  readonly signal: AbortSignal;
  /** Called after each append with how many items of a topic were sent. */
  readonly onSent: (topic: string, items: number) => void;
  /** Called for each dead letter. */
  readonly onDeadLetter: (code: string) => void;
}

/**
 * Writes an epoch to the log: in batches by partition, counted, with back-pressure. What the log already holds of the
 * epoch, from before a crash, is counted and not sent again.
 */
export class EpochWriter {
  readonly #omissions = new Omissions();
  readonly counts: EpochCounts = { ...zeroCounts(), omissions: this.#omissions.list };
  /** SHA-256 of each file that was read whole, by name. */
  readonly hashes = new Map<string, string>();
  /** Places in the epoch's input of what could not be read. */
  readonly rejected: number[] = [];
  readonly #items: ReadonlyMap<string, readonly PartitionItems[]>;
  readonly #unsent = new AvroBytes();
  #headers: RecordHeaders;
  #pending: OutgoingRecord[] = [];
  #pendingBytes = 0;
  readonly #pendingItems = new Map<string, number>();
  #pendingLetters: RejectedInput[] = [];
  #inFlight: Promise<void> = Promise.resolve();
  #file = "";
  /** Input offset at which the file begins. */
  #fileOffset = 0;

  private constructor(
    private readonly options: EpochWriterOptions,
    partitions: ReadonlyMap<string, number>,
    private readonly resumeOffsets: ResumeOffsets,
  ) {
    this.#items = new Map(
      MARKED_TOPICS.map((topic) => [
        topic.name,
        Array.from({ length: partitions.get(topic.name)! }, (_, partition) =>
          this.#partitionItems(topic, partition),
        ),
      ]),
    );
    this.#headers = epochHeaders(options.epoch, options.trace);
  }

  /** Items sent so far by topic, those included that the log had from before a crash. */
  get sent(): Map<string, number> {
    const sent = new Map<string, number>();
    for (const [topic, partitions] of this.#items) {
      const items = partitions.reduce((sum, { count }) => sum + count, 0);
      if (items > 0) sent.set(topic, items);
    }
    return sent;
  }

  /** A writer that knows the topics' partitions and what they hold of the epoch. */
  static async open(options: EpochWriterOptions): Promise<EpochWriter> {
    const { log, epoch } = options;
    const partitions = new Map<string, number>();
    for (const { name } of MARKED_TOPICS) partitions.set(name, await log.partitions(name));
    const topics = [...partitions.keys(), DEAD_LETTERS.name];
    const { resumes } = options;
    const resumeOffsets =
      resumes === "nothing"
        ? ResumeOffsets.none
        : await ResumeOffsets.read(log, topics, epoch, { onlyMarked: resumes === "what is marked" });
    return new EpochWriter(options, partitions, resumeOffsets);
  }

  /** What is sent from here on comes from this file of the epoch. */
  beginFile(name: string): void {
    const index = this.options.files.indexOf(name);
    if (index < 0) throw new RangeError(`${name} is not one of the epoch's files`);
    this.#file = name;
    this.#fileOffset = index * FILE_STRIDE;
  }

  /** What is sent from here on came in an earlier epoch and is read again: readers keep what is newer than that. */
  beginReplayOf(epoch: number): void {
    const header = String(epoch);
    if (this.#headers[SOURCE_EPOCH_HEADER] === header) return;
    this.#flushItems();
    this.#headers = { ...this.#headers, [SOURCE_EPOCH_HEADER]: header };
  }

  /**
   * Puts an item into its partition's batch; `drain` sends.
   * @param offset of the input in its file, from 0; never falls, and several items may share one
   * @throws CodecError `VALUE_INVALID`, IngestionError `VALUE_TOO_LARGE`; nothing is sent of the item then
   */
  send<Value>(topic: Topic<Value>, key: string, item: Value, offset: number): void {
    const bytes = this.options.codec.encodeItem(topic, item);
    if (bytes.length > MAX_INPUT_BYTES) {
      const reason = `an item of ${bytes.length} bytes is past the bound of ${MAX_INPUT_BYTES}`;
      throw new IngestionError("VALUE_TOO_LARGE", reason);
    }
    this.sendFrom(topic, Buffer.from(key), { write: (_, out) => out.writeBytes(bytes) }, offset);
  }

  /**
   * As `send`, of an item that writes itself. Its position is its offset in the whole epoch's input.
   * @throws what the source throws; nothing is sent of it then
   */
  sendFrom(topic: Topic<unknown>, key: Buffer, source: ItemSource, offset: number): void {
    const partitions = this.#items.get(topic.name)!;
    const items = partitions[partitionOf(key, partitions.length)]!;
    const inputOffset = this.#fileOffset + offset;
    if (inputOffset > items.resumeOffset) {
      // Items of one offset share a record: the log has all of them or none.
      source.write(inputOffset, items.batcher.startItem(inputOffset));
      items.batcher.endItem(key, inputOffset);
    } else {
      // Written nowhere, to learn whether it can be: the counts are those of an epoch that was never interrupted.
      this.#unsent.truncate(0);
      source.write(inputOffset, this.#unsent);
    }
    items.count++;
    this.counts.published++;
  }

  /** Counts rows of a table that is not replicated; beyond as many tables as MusicBrainz has, all others together. */
  skip(table: string, rows: number): void {
    if (rows === 0) return;
    const { skipped } = this.counts;
    const isNamed = skipped[table] !== undefined || Object.keys(skipped).length < MAX_SKIPPED_TABLES;
    const name = isNamed ? letterText(table) : "other";
    skipped[name] = (skipped[name] ?? 0) + rows;
  }

  /**
   * Counts a value that cannot be kept as it is and is null in the row that is sent.
   * @throws IngestionError `OMISSION_REFUSED`
   */
  valueDropped(dropped: DroppedValue): void {
    this.#omit({ ...dropped, what: "value", file: this.#file });
  }

  /**
   * Keeps input that cannot be read as it was, and says so on the topic of dead letters; the input after it is read on.
   * The record's key says where.
   * @throws IngestionError `TOO_MANY_REJECTED`, `OMISSION_REFUSED`
   */
  deadLetter({ line, offset, code, bytes, origin, ...input }: UnreadableInput): void {
    const file = this.#file;
    const { codec, epoch, now, onDeadLetter } = this.options;
    const inputOffset = this.#fileOffset + offset;
    const member = input.member === null ? null : letterText(input.member);
    const reason = letterText(input.reason);
    this.#omit({ file, what: "row", code, field: null, member, line, reason });
    this.counts.deadLetters++;
    this.rejected.push(inputOffset);
    this.#pendingLetters.push({ epoch, place: inputOffset, file, member, line, code, reason, bytes, origin });
    this.#pendingBytes += bytes.length;
    if (inputOffset > this.resumeOffsets.of(DEAD_LETTER_PARTITION)) {
      const key = [epoch, file, member, line].filter((part) => part !== null).join(":");
      const letter = deadLetter({
        service: "ingestion",
        code,
        reason,
        file,
        line,
        epoch,
        value: bytes.subarray(0, MAX_ANNOUNCED_BYTES),
        headers: {
          ...(member !== null && { member }),
          ...(bytes.length > MAX_ANNOUNCED_BYTES && { "original-bytes": String(bytes.length) }),
        },
        ts: now() * 1000,
      });
      const value = codec.encode(DEAD_LETTERS, letter);
      this.#add(DEAD_LETTERS.name, 0, Buffer.from(key), value, inputOffset, 1);
      onDeadLetter(code);
    }
    if (this.counts.deadLetters <= MAX_DEAD_LETTERS) return;
    throw new IngestionError(
      "TOO_MANY_REJECTED",
      `${file} has more than ${MAX_DEAD_LETTERS} lines that cannot be read, the last because ${reason}; ` +
        "the file is damaged or not what its name says",
    );
  }

  /**
   * Sends the pending records if they are enough; resolves once what was sent before has been acknowledged.
   * @throws the signal's reason once it is aborted; what the log failed with
   */
  async drain(): Promise<void> {
    this.options.signal.throwIfAborted();
    if (this.#pendingBytes >= APPEND_AT_BYTES) await this.#sendPending();
  }

  /** Sends a record that is not part of the epoch's input, after what was sent before. */
  announce(record: OutgoingRecord): void {
    this.#pending.push(record);
    this.#pendingBytes += record.value?.length ?? 0;
  }

  /**
   * Sends everything, then the marker to every partition, which nothing follows; resolves when all is acknowledged. The
   * last rows, the markers and what is announced with them become visible together.
   */
  async finish(marker: Marker, announcement: OutgoingRecord): Promise<void> {
    this.#flushItems();
    const topics = Array.from(this.#items, ([name, { length }]) => ({ name, partitions: length }));
    const headers = epochHeaders(this.options.epoch, this.options.trace);
    const markers = markerRecords({ codec: this.options.codec, marker, headers, topics });
    this.#pending.push(...markers.filter((record) => this.resumeOffsets.of(record) !== MARKED));
    this.announce(announcement);
    await this.#sendPending();
    await this.#inFlight;
  }

  /** Waits for the append in flight before the epoch is given up, so that nothing of it arrives later. */
  async abandon(): Promise<void> {
    this.#pending = [];
    await this.#inFlight.catch(() => undefined);
  }

  #omit(input: OmittedInput): void {
    if (this.options.strict) throw omissionRefused({ ...input, example: describePlace(input) });
    this.#omissions.add(input);
  }

  #flushItems(): void {
    for (const partitions of this.#items.values()) {
      for (const { batcher } of partitions) batcher.flush();
    }
  }

  #partitionItems(topic: Topic<unknown>, partition: number): PartitionItems {
    const batcher = new RecordBatcher({
      maxBytes: RECORD_BYTES,
      items: new AvroBytes(RECORD_BYTES + 4096),
      onBatch: ({ key, count, items, group }) => {
        const value = this.options.codec.frameBatch(topic, count, items);
        this.#add(topic.name, partition, key, value, group, count);
      },
    });
    return { batcher, resumeOffset: this.resumeOffsets.of({ topic: topic.name, partition }), count: 0 };
  }

  #add(
    topic: string,
    partition: number,
    key: Buffer,
    value: Buffer,
    inputOffset: number,
    items: number,
  ): void {
    const headers = { ...this.#headers, [INPUT_OFFSET_HEADER]: String(inputOffset) };
    this.#pending.push({ topic, partition, key, value, headers });
    this.#pendingBytes += value.length;
    this.#pendingItems.set(topic, (this.#pendingItems.get(topic) ?? 0) + items);
  }

  /** One append is in flight while the next is gathered; two could be reordered. */
  async #sendPending(): Promise<void> {
    await this.#inFlight;
    const records = this.#pending;
    const items = [...this.#pendingItems];
    const letters = this.#pendingLetters;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#pendingItems.clear();
    this.#pendingLetters = [];
    // Kept before the log says so: what it says need not be kept again when the epoch is resumed.
    await this.options.letters.keep(letters);
    if (records.length === 0) return;
    this.#inFlight = this.options.appender.append(records).then(() => {
      for (const [topic, count] of items) this.options.onSent(topic, count);
    });
    // Awaited before the next append; until then a rejection must not count as unhandled.
    this.#inFlight.catch(() => undefined);
  }
}
