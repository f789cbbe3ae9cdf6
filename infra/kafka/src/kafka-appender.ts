import type { Kafka, Producer } from "kafkajs";
import type { OutgoingRecord } from "@interlude/stage";
import { AppendRequests, type AppendRequestsOptions, topicsOf } from "./append-requests.js";
import { asEventLogError } from "./kafka-errors.js";

interface KafkaAppenderOptions extends AppendRequestsOptions {
  readonly kafka: Kafka;
}

/**
 * Appends through an idempotent producer, one request after the other, so that a retry neither
 * doubles a record nor lets it be overtaken.
 */
export class KafkaAppender {
  readonly #requests: AppendRequests;
  #producer: Promise<Producer> | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly options: KafkaAppenderOptions) {
    this.#requests = new AppendRequests(options);
  }

  append(records: readonly OutgoingRecord[]): Promise<void> {
    const appended = this.#last.then(() => this.#appendNow(records));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#discardProducer();
  }

  async #appendNow(records: readonly OutgoingRecord[]): Promise<void> {
    const requests = await this.#requests.of(records);
    try {
      const producer = await this.#connectedProducer();
      for (const request of requests) await producer.sendBatch(request);
    } catch (error) {
      // The broker may hold records of the failed request under sequence numbers that this producer
      // would use again, and would then drop other records as duplicates: never use it again.
      await this.#discardProducer();
      throw asEventLogError(error, `Appending to ${topicsOf(records).join(", ")}`);
    }
  }

  #connectedProducer(): Promise<Producer> {
    this.#producer ??= this.#connect();
    return this.#producer;
  }

  async #connect(): Promise<Producer> {
    const producer = this.options.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => (args) => args.message.partition!,
    });
    await producer.connect();
    return producer;
  }

  async #discardProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    await producer?.then((connected) => connected.disconnect()).catch(() => undefined);
  }
}
