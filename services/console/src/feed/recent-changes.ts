import type { FeedEvent } from "./feed-event.js";

/** A window on the newest changes: bounded, without gaps. */
export class RecentChanges {
  #events: FeedEvent[] = [];
  #last: number;

  /** Begins empty, just after the change with id `last`. */
  constructor(
    last: number,
    private readonly capacity: number,
  ) {
    this.#last = last;
  }

  /** Id of the newest change. */
  get last(): number {
    return this.#last;
  }

  /** The newest change; undefined if it is not in the window. */
  get newest(): FeedEvent | undefined {
    return this.#events.at(-1);
  }

  /** A stream that has sent the change with this id, or a later one, can send all that followed. */
  get floor(): number {
    return this.#last - this.#events.length;
  }

  /** Adds changes with rising ids. If some are missing before them, older ones are dropped. */
  append(events: readonly FeedEvent[]): void {
    for (const event of events) {
      if (event.id !== this.#last + 1) this.#events = [];
      this.#events.push(event);
      this.#last = event.id;
    }
    if (this.#events.length > this.capacity) this.#events = this.#events.slice(-this.capacity);
  }

  /** The change with this id; undefined if it is not in the window. */
  at(id: number): FeedEvent | undefined {
    return this.#events[id - this.floor - 1];
  }
}
