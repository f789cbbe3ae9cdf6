import { setTimeout as sleep } from "node:timers/promises";
import type { Kafka, Producer, RecordMetadata, Transaction } from "kafkajs";
import {
  type Appender,
  codeOf,
  EventLogError,
  KnownEnds,
  type OutgoingRecord,
  type PartitionEnds,
  partitionName,
  partitionNamed,
} from "@interlude/stage";
import { AppendRequests, type AppendRequestsOptions, topicsOf } from "./append-requests.js";
import { asEventLogError } from "./kafka-errors.js";
import { retryFor } from "./retry-for.js";

/** A new leader may not know yet how far its replicas have come. */
const ENDS_TIMEOUT_MS = 5_000;
/** The broker undoes what a process left behind after this, unless its successor does at once. */
const TRANSACTION_TIMEOUT_MS = 60_000;
/**
 * The broker ends a transaction after it has said that it does, and until then refuses the next: a matter of
 * milliseconds, hence a first delay that is short.
 */
const RETRY = { initialRetryTime: 5, maxRetryTime: 2_000, retries: 15 } as const;

/** The longest pause between two looks at whether a transaction can be seen. */
const VISIBLE_PAUSE_MS = 1_000;

interface TransactionalAppenderOptions extends AppendRequestsOptions {
  readonly kafka: Kafka;
  readonly transactionalId: string;
  /** Where partitions ended after what was appended under this id before. */
  readonly appended: PartitionEnds | undefined;
  /** Called once it has ended, closed or failed. */
  readonly onEnd: (appender: Appender) => void;
  /** Offset after the last record of each partition, by `partitionName`. */
  readonly endOffsets: (topics: readonly string[]) => Promise<PartitionEnds>;
}

/**
 * Appends in transactions, one a call. The broker gives each producer that is opened under a transactional id a higher
 * epoch, undoes what an earlier one left open, and refuses whatever comes from it later.
 */
export class TransactionalAppender implements Appender {
  readonly #requests: AppendRequests;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  private constructor(
    private readonly options: TransactionalAppenderOptions,
    private readonly producer: Producer,
    private transaction: Transaction,
    private readonly known: KnownEnds,
  ) {
    this.#requests = new AppendRequests(options);
  }

  static async open(options: TransactionalAppenderOptions): Promise<TransactionalAppender> {
    const { kafka, transactionalId, appended, endOffsets } = options;
    const producer = kafka.producer({
      transactionalId,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => (args) => args.message.partition!,
      retry: RETRY,
    });
    try {
      await producer.connect();
      // The first transaction asks for the epoch; that one has begun is known to this process only.
      const transaction = await producer.transaction();
      const known = new KnownEnds(appended);
      await retryFor(ENDS_TIMEOUT_MS, async () => known.observe(await endsOf(known.topics, endOffsets)));
      return new TransactionalAppender(options, producer, transaction, known);
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw asEventLogError(error, `Opening the appender ${transactionalId}`);
    }
  }

  append(records: readonly OutgoingRecord[]): Promise<PartitionEnds> {
    const appended = this.#last.then(() => this.#appendNow(records));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#end();
  }

  async #appendNow(records: readonly OutgoingRecord[]): Promise<PartitionEnds> {
    if (this.#ended) {
      const message = `The appender ${this.options.transactionalId} has ended: open another`;
      throw new EventLogError("LOG_CLOSED", message);
    }
    if (records.length === 0) return new Map();
    try {
      const ends = await this.#send(await this.#requests.of(records));
      await this.transaction.commit();
      this.known.advance(ends);
      this.transaction = await this.producer.transaction();
      // It is committed: what becomes of this look changes nothing.
      await this.#untilVisible(ends).catch(() => {});
      return ends;
    } catch (error) {
      // What is left open the broker undoes when the next appender is opened.
      await this.#end();
      throw asEventLogError(error, `Appending to ${topicsOf(records).join(", ")}`);
    }
  }

  async #send(requests: Awaited<ReturnType<AppendRequests["of"]>>): Promise<PartitionEnds> {
    const ends = new Map<string, bigint>();
    for (const request of requests) {
      const counts = recordsByPartition(request.topicMessages!);
      for (const metadata of await this.transaction.sendBatch(request)) {
        const { name, offset } = this.#appendedAt(metadata);
        this.known.observe(new Map([[name, offset]]));
        ends.set(name, offset + counts.get(`${metadata.topicName}/${metadata.partition}`)!);
      }
    }
    return ends;
  }

  /**
   * The broker says that it ends a transaction, and then writes so into each partition. Before that neither can readers
   * see it nor does the broker take the next. It does so for all partitions at once: a look at one topic is enough. If it
   * takes long, readers see it later.
   */
  async #untilVisible(ends: PartitionEnds): Promise<void> {
    const { topic } = partitionNamed([...ends.keys()].at(-1)!);
    const ofTopic = [...ends].filter(([name]) => partitionNamed(name).topic === topic);
    for (let pause = 1; pause < VISIBLE_PAUSE_MS; pause *= 2) {
      const seen = await this.options.endOffsets([topic]);
      // Behind the last record is that of the end.
      if (ofTopic.every(([name, end]) => seen.get(name)! > end)) return;
      await sleep(pause);
    }
  }

  #appendedAt({ topicName, partition, baseOffset }: RecordMetadata): { name: string; offset: bigint } {
    const topic = this.options.names.logical(topicName);
    return { name: partitionName({ topic, partition }), offset: BigInt(baseOffset!) };
  }

  async #end(): Promise<void> {
    this.#ended = true;
    this.options.onEnd(this);
    await this.producer.disconnect().catch(() => undefined);
  }
}

/** Where topics end. One that does not exist is noticed by the next append to it, if there is any. */
async function endsOf(
  topics: readonly string[],
  endOffsets: TransactionalAppenderOptions["endOffsets"],
): Promise<PartitionEnds> {
  const ends = new Map<string, bigint>();
  for (const topic of topics) {
    const ofTopic = await endOffsets([topic]).catch((error: unknown) => {
      if (codeOf(error) === "TOPIC_MISSING") return new Map<string, bigint>();
      throw error;
    });
    for (const [name, end] of ofTopic) ends.set(name, end);
  }
  return ends;
}

function recordsByPartition(
  topicMessages: readonly { topic: string; messages: readonly { partition?: number }[] }[],
): Map<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const { topic, messages } of topicMessages) {
    for (const { partition } of messages) {
      const name = `${topic}/${partition}`;
      counts.set(name, (counts.get(name) ?? 0n) + 1n);
    }
  }
  return counts;
}
