import {
  partitionName,
  type EventLog,
  type LogRecord,
  type Outage,
  type PartitionBatch,
  type Progress,
  type Subscription,
  type TopicPartition,
} from "../../log/event-log.js";

type Decide = (batch: PartitionBatch) => Partial<Progress>;

interface RecordingOptions {
  readonly group?: string;
  readonly topics: readonly string[];
  /** The store that the offsets are kept in; subscribers that share it take over from each other. */
  readonly store?: Map<string, bigint>;
  /** What to do with a batch, unless it is to go on behind it. */
  readonly decide?: Decide;
  /** Runs before each batch is noted. */
  readonly before?: (batches: readonly PartitionBatch[]) => Promise<void>;
}

/** A subscriber that records all it gets. */
export class RecordingSubscriber {
  readonly records: LogRecord[] = [];
  readonly assignments: (readonly TopicPartition[])[] = [];
  readonly store: Map<string, bigint>;
  /** Calls of `onBatches`. */
  calls = 0;
  /** Most calls of `onBatches` that were under way at once. */
  mostAtOnce = 0;
  /** Batches that were larger than what the partition was said to hold. */
  beyondHighWatermark = 0;
  /** Batches that did not begin where the batch before them was left. */
  gaps = 0;
  #atOnce = 0;
  #subscription: Subscription | null = null;

  private constructor(private readonly options: RecordingOptions) {
    this.store = options.store ?? new Map();
  }

  static async start(log: EventLog, options: RecordingOptions): Promise<RecordingSubscriber> {
    const subscriber = new RecordingSubscriber(options);
    subscriber.#subscription = await log.subscribe({
      group: options.group ?? "recorder",
      topics: options.topics,
      startOffsets: async (assigned) => {
        subscriber.assignments.push(assigned);
        return new Map([...subscriber.store].filter(([name]) => assigned.map(partitionName).includes(name)));
      },
      onBatches: (batches) => subscriber.#take(batches),
    });
    return subscriber;
  }

  get ended(): Promise<void> {
    return this.#subscription!.ended;
  }

  /** Partitions of the newest assignment. */
  get assigned(): readonly TopicPartition[] {
    return this.assignments.at(-1) ?? [];
  }

  /** What came of a partition, as text. */
  texts(topic: string, partition?: number): string[] {
    return this.records
      .filter((one) => one.topic === topic && (partition === undefined || one.partition === partition))
      .map((one) => one.value?.toString() ?? "");
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#subscription!.resume(partitions);
  }

  get outage(): Outage | null {
    return this.#subscription!.outage;
  }

  millisecondsSincePoll(): number {
    return this.#subscription!.millisecondsSincePoll();
  }

  close(): Promise<void> {
    return this.#subscription!.close();
  }

  async #take(batches: readonly PartitionBatch[]): Promise<Progress[]> {
    this.calls += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    try {
      await this.options.before?.(batches);
      const progress = batches.map((batch) => this.#record(batch));
      // Long enough for another call to come in between, if the log made one.
      await new Promise((resolve) => setTimeout(resolve, 5));
      return progress;
    } finally {
      this.#atOnce--;
    }
  }

  #record(batch: PartitionBatch): Progress {
    const { topic, partition, records } = batch;
    const end = records.at(-1)!.offset + 1n;
    if (end > batch.highWatermark) this.beyondHighWatermark++;
    const position = this.store.get(partitionName(batch)) ?? batch.fetchedFrom;
    if (batch.fetchedFrom > position || batch.fetchedFrom > records[0]!.offset) this.gaps++;
    const decided = { nextOffset: end, pause: false, ...this.options.decide?.(batch) };
    this.records.push(...records.filter((one) => one.offset < decided.nextOffset));
    this.store.set(partitionName(batch), decided.nextOffset);
    return { topic, partition, ...decided };
  }
}
