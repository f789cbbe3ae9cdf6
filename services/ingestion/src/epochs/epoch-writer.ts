import {
  type DeadLetter,
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  type Marker,
  TRACE_HEADER,
  type Topic,
  catalogue,
  deadLetterTopics,
} from "@interlude/contracts";
import type { Codec, EventLog, OutgoingRecord } from "@interlude/infra-streaming";
import { IngestionError } from "../ingestion-error.js";
import type { EpochCounts } from "./epoch.js";

/** Records sent at a time: enough to fill requests, few enough to hold in memory twice. */
const BATCH_RECORDS = 4_000;
const BATCH_BYTES = 4 * 1024 * 1024;

/** More than these are not bad rows but a bad file, or a layout that is not the file's. */
export const MAX_REJECTED = 10_000;

/** Brokers take messages of about a megabyte; what is longer is kept in part, and its place is named. */
const MAX_KEPT_BYTES = 512 * 1024;

/** Topics whose every partition gets ingestion's marker. */
export const MARKED_TOPICS: readonly Topic<unknown>[] = catalogue.filter(
  (topic) => topic.producer === "ingestion" && topic.markers,
);

/** Input that is set aside, and where it was. */
export interface RejectedInput {
  readonly file: string;
  readonly member: string | null;
  /** 1-based; null where the input has no lines. */
  readonly line: number | null;
  readonly code: string;
  readonly reason: string;
  readonly bytes: Buffer;
}

/** What the records of an epoch are written through: counted, in batches, with back-pressure. */
export class EpochWriter {
  readonly counts: EpochCounts = { transactions: 0, published: 0, noOps: 0, rejected: 0, skipped: {} };
  /** SHA-256 of each file that was read whole, by name. */
  readonly hashes = new Map<string, string>();
  private waiting: OutgoingRecord[] = [];
  private waitingBytes = 0;
  private inFlight: Promise<void> = Promise.resolve();
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly options: {
      readonly log: Pick<EventLog, "append" | "partitions">;
      readonly codec: Pick<Codec, "encode" | "encodeMarker">;
      readonly epoch: number;
      readonly trace: string;
      /** Milliseconds since the Unix epoch. */
      readonly now: () => number;
      /** Ends the epoch half-way, to be done again later. */
      readonly signal: AbortSignal;
      /** Told after each batch how many records of a topic were sent. */
      readonly onSent: (topic: string, records: number) => void;
      /** Told of each input that is set aside. */
      readonly onRejected: (code: string) => void;
    },
  ) {
    this.headers = { [EPOCH_HEADER]: String(options.epoch), [TRACE_HEADER]: options.trace };
  }

  /** Puts a record in the batch; `drain` sends it. */
  send<Value>(topic: Topic<Value>, key: string, value: Value): void {
    this.add(topic, Buffer.from(key), this.options.codec.encode(topic, value));
    this.counts.published++;
  }

  /** Counts rows of a table that is not kept. */
  skip(table: string, rows: number): void {
    if (rows > 0) this.counts.skipped[table] = (this.counts.skipped[table] ?? 0) + rows;
  }

  /**
   * Sets input aside as it was; what comes behind it goes on. The key names the place, so that input that is read
   * again after a crash is recognised.
   * @throws IngestionError `TOO_MANY_REJECTED`
   */
  reject({ file, member, line, code, reason, bytes }: RejectedInput): void {
    const place = [this.options.epoch, file, member, line].filter((part) => part !== null).join(":");
    const letter: DeadLetter = {
      service: "ingestion",
      code,
      reason,
      topic: null,
      partition: null,
      offset: null,
      file,
      line,
      epoch: this.options.epoch,
      key: null,
      value: bytes.subarray(0, MAX_KEPT_BYTES),
      headers: {
        ...(member !== null && { member }),
        ...(bytes.length > MAX_KEPT_BYTES && { "original-bytes": String(bytes.length) }),
      },
      ts: this.options.now() * 1000,
    };
    const topic = deadLetterTopics.ingestion;
    this.add(topic, Buffer.from(place), this.options.codec.encode(topic, letter));
    this.counts.rejected++;
    this.options.onRejected(code);
    if (this.counts.rejected <= MAX_REJECTED) return;
    throw new IngestionError(
      "TOO_MANY_REJECTED",
      `${file} has more than ${MAX_REJECTED} lines that cannot be read, the last because ${reason}; ` +
        "the file is damaged or not what its name says",
    );
  }

  /**
   * Sends what waits once it is a batch; resolves when the batch before it has been acknowledged.
   * @throws the signal's reason once it is aborted; what the log failed with
   */
  async drain(): Promise<void> {
    this.options.signal.throwIfAborted();
    if (this.waiting.length >= BATCH_RECORDS || this.waitingBytes >= BATCH_BYTES) await this.sendWaiting();
  }

  /** Sends everything, then the marker to every partition; resolves when all is acknowledged. */
  async finish(marker: Marker): Promise<void> {
    await this.sendWaiting();
    await this.inFlight;
    const value = this.options.codec.encodeMarker(marker);
    const headers = { ...this.headers, [MARKER_HEADER]: "1" };
    const markers: OutgoingRecord[] = [];
    for (const { name } of MARKED_TOPICS) {
      const partitions = await this.options.log.partitions(name);
      for (let partition = 0; partition < partitions; partition++) {
        markers.push({ topic: name, partition, key: Buffer.from(MARKER_KEY), value, headers });
      }
    }
    await this.options.log.append(markers);
  }

  /** Lets what is on its way arrive before the epoch is given up, so that nothing of it comes later. */
  async abandon(): Promise<void> {
    this.waiting = [];
    await this.inFlight.catch(() => undefined);
  }

  private add(topic: Topic<unknown>, key: Buffer, value: Buffer): void {
    this.waiting.push({ topic: topic.name, key, value, headers: this.headers });
    this.waitingBytes += value.length;
  }

  /** One batch is on its way while the next is read; two would lose their order. */
  private async sendWaiting(): Promise<void> {
    await this.inFlight;
    const batch = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    if (batch.length === 0) return;
    this.inFlight = this.options.log.append(batch).then(() => this.report(batch));
    // Looked at by the next batch; until then nobody listens.
    this.inFlight.catch(() => undefined);
  }

  private report(batch: readonly OutgoingRecord[]): void {
    const counts = new Map<string, number>();
    for (const { topic } of batch) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    for (const [topic, records] of counts) this.options.onSent(topic, records);
  }
}
