import type { Transaction } from "@interlude/infra-postgres";
import { OutboxRelay, type StageEngine, type StageHandlers, StageRunner } from "@interlude/stage";
import { now } from "./health/clock.js";
import type { ServiceHealth } from "./health/service-health.js";
import type { PartReading } from "./health/service-state.js";
import type { ServiceDependencies } from "./service.module.js";

/** A consumer polls every few seconds, and joins its group in less. */
const POLL_LIMIT_MS = 3 * 60_000;
/** Of one statement, or of what is computed between two: an epoch of a whole dump takes hours, but many statements. */
const STATEMENT_LIMIT_MS = 60 * 60_000;

/** A turn of the relay is a few statements and one append, whose own retries end before. */
const TURN_LIMIT_MS = 10 * 60_000;

interface ServiceEngineOptions extends Pick<
  ServiceDependencies,
  "definition" | "store" | "log" | "codec" | "metrics" | "logger"
> {
  readonly health: ServiceHealth;
  /** Called if the stage cannot go on in this process. */
  readonly onFailure: (error: unknown) => void;
}

/** A stage with its outbox relay, as one thing to start, watch and close. */
export class ServiceEngine implements StageEngine<Transaction> {
  readonly #options: ServiceEngineOptions;
  readonly relay: OutboxRelay;
  #runner: StageRunner<Transaction> | null = null;
  #closing = false;

  constructor(options: ServiceEngineOptions) {
    this.#options = options;
    const { definition, store, log, logger, metrics } = options;
    this.relay = new OutboxRelay({
      service: definition.service,
      outbox: store.outbox,
      log,
      logger,
      metrics,
      onPublishedEpoch: (epoch) => metrics.publishedEpoch.set(epoch),
    });
  }

  /** null before the start. */
  get runner(): StageRunner<Transaction> | null {
    return this.#runner;
  }

  /** Begins to read and to relay; resolves when the stage is at its positions. */
  async start(handlers: StageHandlers<Transaction>): Promise<void> {
    const { definition, store, log, codec, metrics, logger, health } = this.#options;
    const runner = new StageRunner({
      definition,
      group: definition.service,
      log,
      codec,
      store,
      handlers,
      metrics,
      logger,
      onCommit: () => this.relay.wake(),
    });
    this.#runner = runner;
    health.watch("the consumer", () => readingOf(runner));
    await runner.start();
    // A shutdown may have come meanwhile.
    if (this.#closing) return;
    this.relay.start();
    health.watch("the relay", () => readingOfRelay(this.relay));
    const onFailure = (error: unknown): void => {
      if (!this.#closing) this.#options.onFailure(error);
    };
    runner.ended.catch(onFailure);
    this.relay.ended.catch(onFailure);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#runner?.close();
    await this.relay.stop();
  }
}

function readingOf(runner: StageRunner<Transaction>): PartReading {
  const { blocked, millisecondsSinceProgress, busyMilliseconds } = runner;
  const limitMs = busyMilliseconds > 0 ? STATEMENT_LIMIT_MS : POLL_LIMIT_MS;
  return { progressAt: now() - millisecondsSinceProgress, limitMs, blocked };
}

function readingOfRelay({ millisecondsSinceTurn, blocked }: OutboxRelay): PartReading {
  return { progressAt: now() - millisecondsSinceTurn, limitMs: TURN_LIMIT_MS, blocked };
}
