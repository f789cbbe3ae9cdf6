import { EventLogError } from "./event-log.js";

/** How a subscription ends: once, well or broken. Both event logs settle `ended` through it. */
export class SubscriptionEnd {
  readonly ended: Promise<void>;
  #resolve!: () => void;
  #reject!: (error: EventLogError) => void;

  constructor(private readonly group: string) {
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A subscriber may await it late or never; that alone must not end the process.
    this.ended.catch(() => undefined);
  }

  closed(): void {
    this.#resolve();
  }

  broken(cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The consumer of group ${this.group} stopped and must be started anew: ${reason}`;
    this.#reject(new EventLogError("CONSUMER_CRASHED", message, { cause }));
  }
}
