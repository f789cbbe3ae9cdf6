import {
  type Appender,
  EventLogError,
  type OutgoingRecord,
  type PartitionEnds,
} from "../../log/event-log.js";

/** An appender of the in-memory log. */
export class MemoryAppender implements Appender {
  #fenced = false;
  #ended = false;

  constructor(
    private readonly id: string,
    private readonly appendNow: (records: readonly OutgoingRecord[]) => PartitionEnds,
  ) {}

  /** Says that another appender has the identity. */
  fence(): void {
    this.#fenced = true;
  }

  async append(records: readonly OutgoingRecord[]): Promise<PartitionEnds> {
    if (this.#ended) throw new EventLogError("LOG_CLOSED", `Appender ${this.id} has ended: open another`);
    try {
      if (this.#fenced) throw new EventLogError("PRODUCER_FENCED", `Another appender is ${this.id} by now`);
      return this.appendNow(records);
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#ended = true;
  }
}
