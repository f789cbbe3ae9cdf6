import type { Blocked } from "@interlude/stage";
import type { Logger } from "../telemetry/logger.js";
import { now } from "./clock.js";
import {
  type PartReading,
  type ServiceState,
  type ServiceStateEvent,
  blockedBy,
  livenessProblem,
  readinessProblem,
  starting,
  transition,
} from "./service-state.js";

/** The state of this process: looks at its parts whenever somebody asks, and logs when its name changes. */
export class ServiceHealth {
  #state: ServiceState;
  readonly #parts = new Map<string, () => PartReading | null>();

  /** @param clock Unix time in milliseconds */
  constructor(
    private readonly logger: Logger,
    private readonly clock: () => number = now,
  ) {
    this.#state = starting(clock());
  }

  /**
   * From now on the part has to make progress.
   * @param read null while the part has not begun
   */
  watch(part: string, read: () => PartReading | null): void {
    this.#parts.set(part, read);
  }

  /** The part is done. */
  finish(part: string): void {
    this.#parts.delete(part);
    this.#apply({ type: "finished", at: this.clock(), part });
  }

  /** The service is at its positions. */
  started(): void {
    this.#apply({ type: "started", at: this.clock() });
  }

  stopping(): void {
    this.#apply({ type: "stopping", at: this.clock() });
  }

  /** The state as it is now. */
  get state(): ServiceState {
    for (const [part, read] of this.#parts) {
      const reading = read();
      if (reading !== null) this.#apply({ type: "observed", at: this.clock(), part, reading });
    }
    return this.#state;
  }

  get blocked(): Blocked | null {
    return blockedBy(this.state);
  }

  /** Why the process should be started anew; null while it lives. */
  get livenessProblem(): string | null {
    return livenessProblem(this.state, this.clock());
  }

  /** Why it should get no requests; null while it is ready. */
  get readinessProblem(): string | null {
    return readinessProblem(this.state, this.clock());
  }

  /** Why its start is not over; null once it is. */
  get startupProblem(): string | null {
    return this.state.name === "starting" ? this.readinessProblem : null;
  }

  #apply(event: ServiceStateEvent): void {
    const before = this.#state;
    this.#state = transition(before, event);
    const { name } = this.#state;
    if (name === before.name) return;
    const blocked = blockedBy(this.#state);
    if (name === "blocked")
      this.logger.warn({ ...blocked }, "the service is blocked, and tries again without end");
    else if (before.name === "blocked")
      this.logger.info({ state: name }, "the service is not blocked any more");
  }
}
