import { type Appender, type EventLog, type OutgoingRecord, codeOf } from "@interlude/stage";

/** Under which identity ingestion appends: of all its processes, only the one that opened it last can. */
const APPENDER_ID = "ingestion";

interface StreamAppenderOptions {
  readonly log: Pick<EventLog, "openAppender">;
  /** Throws unless this process is the one that ingests. */
  readonly confirm: () => Promise<void>;
  /** Called after each append that was acknowledged. */
  readonly onAppended?: () => void;
}

/**
 * Ingestion's only way into the log. After an append that failed the next one opens a new appender; but a process that
 * was overtaken opens none, which would fence its successor.
 */
export class StreamAppender {
  #appender: Appender | null = null;
  /** Why nothing can be appended any more. */
  #fencedBy: unknown = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: StreamAppenderOptions) {}

  /** Has an appender at hand: nothing that was appended before through another becomes visible later. */
  open(): Promise<void> {
    return this.#inTurn(async () => void (await this.#opened()));
  }

  /** Appends as `Appender.append` does. */
  append(records: readonly OutgoingRecord[]): Promise<void> {
    return this.#inTurn(async () => {
      const appender = await this.#opened();
      try {
        await appender.append(records);
      } catch (error) {
        this.#appender = null;
        if (codeOf(error) === "PRODUCER_FENCED") this.#fencedBy = error;
        throw error;
      }
      this.options.onAppended?.();
    });
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#appender?.close();
  }

  /** Confirmed before and after: between the two another process may have become the one that ingests. */
  async #opened(): Promise<Appender> {
    if (this.#fencedBy !== null) throw this.#fencedBy;
    if (this.#appender !== null) return this.#appender;
    const { log, confirm } = this.options;
    await confirm();
    const appender = await log.openAppender(APPENDER_ID);
    await confirm();
    return (this.#appender = appender);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
