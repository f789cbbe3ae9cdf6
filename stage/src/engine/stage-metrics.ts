import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** What every stage of the stream measures; names are those of the exposition format. */
export class StageMetrics {
  readonly registry = new Registry();
  readonly records = this.counter("interlude_records_total", "Records handled", ["topic"]);
  readonly published = this.counter("interlude_published_total", "Records published", ["topic"]);
  readonly duplicates = this.counter(
    "interlude_duplicates_total",
    "Records dropped because their epoch is complete",
    [],
  );
  readonly deadLetters = this.counter("interlude_dead_letters_total", "Records that could not be processed", [
    "code",
  ]);
  readonly retries = this.counter("interlude_retries_total", "Transactions that were undone and repeated", [
    "code",
  ]);
  readonly blocked = this.gauge("interlude_blocked", "1 while work fails and is repeated", ["code"]);
  readonly relayFenced = this.counter(
    "interlude_relay_fenced_total",
    "How often this process stopped relaying because another had taken over",
    [],
  );
  readonly relayRefused = this.counter(
    "interlude_relay_refused_total",
    "Notifications of dead letters that the log did not take; the letters are in the store",
    ["topic"],
  );
  readonly waitingPartitions = this.gauge(
    "interlude_waiting_partitions",
    "Partitions that have delivered the end of an epoch and wait for others",
  );
  readonly waitingSeconds = this.gauge(
    "interlude_waiting_seconds",
    "For how long the first of these partitions has waited",
  );
  readonly outboxOldestSeconds = this.gauge(
    "interlude_outbox_oldest_seconds",
    "For how long the oldest records in the outbox have waited to leave",
  );
  readonly completedEpoch = this.gauge(
    "interlude_completed_epoch",
    "Newest epoch that this stage has completed",
  );
  readonly publishedEpoch = this.gauge(
    "interlude_published_epoch",
    "Newest epoch whose marker has left this stage",
  );
  readonly epochSeconds = new Histogram({
    name: "interlude_epoch_seconds",
    help: "Time to derive and write what an epoch caused",
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300],
    registers: [this.registry],
  });
  readonly backgroundSeconds = new Histogram({
    name: "interlude_background_seconds",
    help: "Time of a step in the background after which there was more to do",
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [this.registry],
  });

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  gauge<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  /** A gauge that is read when metrics are scraped; null leaves it out. */
  observedGauge(name: string, help: string, observe: () => number | null): Gauge {
    return new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        const value = observe();
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  }
}
