import { deadLetterTopics } from "@interlude/contracts";
import type { ServiceSettings } from "./settings/service-settings.js";
import type { Transaction } from "@interlude/infra-postgres";
import type { Connections } from "./connect.js";
import {
  type Codec,
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
import type { StatusReporter } from "./status-reporter.js";

const POLL_LIMIT_MS = 60_000;
/** Longer than any epoch should take, shorter than a night: the initial load of everything is one epoch. */
const WORK_LIMIT_MS = 4 * 60 * 60 * 1000;

/** What a service works with, opened by {@link runService}. */
export interface ServiceDependencies extends Pick<Connections, "database" | "store" | "log"> {
  readonly definition: StageDefinition;
  readonly settings: ServiceSettings;
  readonly codec: Codec;
  readonly metrics: StageMetrics;
  readonly reporter: StatusReporter;
  readonly logger: Logger;
  /** Called if the stage cannot go on in this process. */
  readonly onFailure: (error: unknown) => void;
}

/** A stage with its outbox relay, as one thing to start, watch and close. */
export class ServiceEngine implements StageEngine<Transaction>, Health {
  #runner: StageRunner<Transaction> | null = null;
  #relay: OutboxRelay | null = null;
  #closing = false;

  constructor(private readonly dependencies: ServiceDependencies) {}

  async start(handlers: StageHandlers<Transaction>): Promise<void> {
    const { definition, settings, store, log, codec, metrics, logger } = this.dependencies;
    this.#relay = new OutboxRelay({
      service: definition.service,
      outbox: store.outbox,
      log,
      logger,
      metrics,
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
    // A shutdown may have come meanwhile.
    if (this.#closing) return;
    this.#relay.start();
    const onFailure = (error: unknown): void => {
      if (!this.#closing) this.dependencies.onFailure(error);
    };
    this.#runner.ended.catch(onFailure);
    this.#relay.ended.catch(onFailure);
  }

  /** Whether it works, or asked the log for records lately; a service without inputs lives as long as its process. */
  live(): boolean {
    if (this.#runner === null) return true;
    const { busyMilliseconds } = this.#runner;
    return busyMilliseconds > 0
      ? busyMilliseconds < WORK_LIMIT_MS
      : this.#runner.millisecondsSincePoll() < POLL_LIMIT_MS;
  }

  ready(): boolean {
    return !this.#closing && (this.#runner !== null || this.dependencies.definition.inputs.length === 0);
  }

  async status(): Promise<ServiceStatus> {
    const { definition, metrics, reporter } = this.dependencies;
    const completed = this.#runner?.completed ?? { epoch: 0, sequence: 0 };
    const deadLetters = await metrics.deadLetters.get();
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
      deadLetters: sum(deadLetters.values),
      memory: process.memoryUsage.rss(),
      ...reporter.read(),
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
