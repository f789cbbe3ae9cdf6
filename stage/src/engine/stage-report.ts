import type { Logger } from "./logger.js";
import type { StageMetrics } from "./stage-metrics.js";
import type { StageOutcome } from "./stage-transaction.js";

/** Tells metrics and log what a stage's transactions did. */
export class StageReport {
  #records = 0;

  constructor(private readonly options: { readonly metrics: StageMetrics; readonly logger: Logger }) {}

  /** How many records have been handled. */
  get records(): number {
    return this.#records;
  }

  add(outcome: StageOutcome): void {
    const { metrics, logger } = this.options;
    for (const [topic, count] of outcome.recordsByTopic) {
      metrics.records.inc({ topic }, count);
      this.#records += count;
    }
    for (const [topic, count] of outcome.publishedByTopic) metrics.published.inc({ topic }, count);
    for (const [code, count] of outcome.rejectedByCode) {
      metrics.deadLetters.inc({ code }, count);
      logger.warn({ code, count }, "records could not be processed; see the dead letters");
    }
    if (outcome.duplicates > 0) metrics.duplicates.inc(outcome.duplicates);
    if (outcome.epochCompleted !== null) this.#addEpoch(outcome);
  }

  #addEpoch({ completed: { epoch, sequence }, epochMilliseconds, publishedByTopic }: StageOutcome): void {
    this.options.metrics.epochSeconds.observe(epochMilliseconds / 1000);
    const milliseconds = Math.round(epochMilliseconds);
    const published = Object.fromEntries(publishedByTopic);
    this.options.logger.info({ epoch, sequence, milliseconds, published }, "epoch complete");
  }
}
