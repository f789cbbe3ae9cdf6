import { deadLetterTopics } from "@interlude/contracts";
import type { ServiceSettings } from "./settings/service-settings.js";
import { type Database, PostgresStageStore, type Transaction } from "@interlude/infra-postgres";
import {
  type Codec,
  type EventLog,
  OutboxRelay,
  type StageDefinition,
  type StageEngine,
  type StageHandlers,
  StageRunner,
  type StageMetrics,
  consumerGroup,
} from "@interlude/stage";
import type { Health, ServiceStatus } from "./telemetry/service-status.js";
import type { Logger } from "./telemetry/logger.js";
import type { StatusBoard } from "./status-board.js";

const POLL_LIMIT_MS = 60_000;
/** Longer than any epoch should take, shorter than a night: the initial load of everything is one epoch. */
const WORK_LIMIT_MS = 4 * 60 * 60 * 1000;

export interface ServiceParts {
  readonly definition: StageDefinition;
  readonly settings: ServiceSettings;
  readonly database: Database;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly metrics: StageMetrics;
  readonly board: StatusBoard;
  readonly logger: Logger;
  /** Called when the stage can't go on in this process. */
  readonly onFailure: (error: unknown) => void;
}

/** A stage with its outbox relay, as one thing to start, watch and close. */
export class ServiceEngine implements StageEngine<Transaction>, Health {
  #runner: StageRunner<Transaction> | null = null;
  #relay: OutboxRelay | null = null;
  #closing = false;

  constructor(private readonly parts: ServiceParts) {}

  async start(handlers: StageHandlers<Transaction>): Promise<void> {
    const { definition, settings, database, log, codec, metrics, logger } = this.parts;
    const store = new PostgresStageStore(database);
    this.#relay = new OutboxRelay({
      outbox: store.outbox,
      log,
      logger,
      onPublishedEpoch: (epoch) => metrics.publishedEpoch.set(epoch),
    });
    this.#runner = new StageRunner({
      definition,
      group: consumerGroup(settings.namespace, definition.service),
      log,
      codec,
      store,
      handlers,
      metrics,
      logger,
      onCommit: () => this.#relay?.wake(),
    });
    await this.#runner.start();
    this.#relay.start();
    this.#runner.ended.catch((error: unknown) => {
      if (!this.#closing) this.parts.onFailure(error);
    });
  }

  /** It works, or the log was asked for records lately; a service without inputs lives as long as its process. */
  live(): boolean {
    if (this.#runner === null) return true;
    const { busyMilliseconds } = this.#runner;
    return busyMilliseconds > 0
      ? busyMilliseconds < WORK_LIMIT_MS
      : this.#runner.millisecondsSincePoll() < POLL_LIMIT_MS;
  }

  ready(): boolean {
    return !this.#closing && (this.#runner !== null || this.parts.definition.inputs.length === 0);
  }

  async status(): Promise<ServiceStatus> {
    const { definition, metrics, board } = this.parts;
    const completed = this.#runner?.completed ?? { epoch: 0, sequence: 0 };
    const letters = await metrics.deadLetters.get();
    const published = await metrics.published.get();
    return {
      service: definition.service,
      completedEpoch: completed.epoch,
      publishedEpoch: this.#relay?.publishedEpoch ?? 0,
      sequence: completed.sequence,
      records: this.#runner?.recordsHandled ?? 0,
      published: sum(
        published.values.filter(({ labels }) => labels.topic !== deadLetterTopics[definition.service].name),
      ),
      deadLetters: sum(letters.values),
      memory: process.memoryUsage.rss(),
      ...board.read(),
    };
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#runner?.close();
    await this.#relay?.stop();
  }
}

function sum(values: readonly { value: number }[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}
