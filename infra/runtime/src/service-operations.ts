import { deadLetterTopics } from "@interlude/contracts";
import type { StageDefinition, StageMetrics } from "@interlude/stage";
import type { ServiceHealth } from "./health/service-health.js";
import type { Operations } from "./operations.controller.js";
import type { ServiceEngine } from "./service-engine.js";
import type { StatusReporter } from "./status-reporter.js";
import type { RelayStatus, ServiceStatus } from "./telemetry/service-status.js";

interface ServiceOperationsOptions {
  readonly definition: StageDefinition;
  readonly health: ServiceHealth;
  readonly metrics: StageMetrics;
  readonly reporter: StatusReporter;
}

/** What a process says of itself, from its start on. */
export class ServiceOperations implements Operations {
  readonly #options: ServiceOperationsOptions;
  /** null before the servers respond. */
  engine: ServiceEngine | null = null;

  constructor(options: ServiceOperationsOptions) {
    this.#options = options;
  }

  get livenessProblem(): string | null {
    return this.#options.health.livenessProblem;
  }

  get readinessProblem(): string | null {
    return this.#options.health.readinessProblem;
  }

  get startupProblem(): string | null {
    return this.#options.health.startupProblem;
  }

  async status(): Promise<ServiceStatus> {
    const { definition, metrics, reporter, health } = this.#options;
    const { name, since } = health.state;
    const runner = this.engine?.runner ?? null;
    const completed = runner?.completed ?? { epoch: 0, sequence: 0 };
    const deadLetters = await metrics.deadLetters.get();
    const published = await metrics.published.get();
    const ownDeadLetters = deadLetterTopics[definition.service].name;
    return {
      service: definition.service,
      state: name,
      stateSince: Math.round(since),
      blocked: health.blocked,
      waiting: runner?.waiting ?? [],
      relay: this.#relayStatus(),
      completedEpoch: completed.epoch,
      publishedEpoch: this.engine?.relay.publishedEpoch ?? 0,
      sequence: completed.sequence,
      records: runner?.recordsHandled ?? 0,
      published: sum(published.values.filter(({ labels }) => labels.topic !== ownDeadLetters)),
      deadLetters: sum(deadLetters.values),
      memory: process.memoryUsage.rss(),
      ...reporter.read(),
    };
  }

  exposition(): Promise<string> {
    const { metrics, health } = this.#options;
    const { blocked } = health;
    metrics.blocked.reset();
    if (blocked !== null) metrics.blocked.set({ code: blocked.code }, 1);
    const waiting = this.engine?.runner?.waiting ?? [];
    const longest = waiting
      .map(({ since }) => Date.now() - since)
      .reduce((one, other) => Math.max(one, other), 0);
    metrics.waitingPartitions.set(waiting.length);
    metrics.waitingSeconds.set(longest / 1000);
    metrics.outboxOldestSeconds.set((this.engine?.relay.oldestMilliseconds ?? 0) / 1000);
    return metrics.registry.metrics();
  }

  #relayStatus(): RelayStatus | null {
    if (this.engine === null || this.#options.definition.outputs.length === 0) return null;
    const { oldestMilliseconds, blocked } = this.engine.relay;
    return { oldestSeconds: Math.round(oldestMilliseconds / 1000), blocked };
  }
}

function sum(values: readonly { value: number }[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}
