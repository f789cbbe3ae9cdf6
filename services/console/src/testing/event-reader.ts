/** A server-sent event as a browser would see it. */
interface ReceivedEvent {
  /** NaN if it has none. */
  readonly id: number;
  readonly event: string;
  readonly data: unknown;
}

/** Reads a stream of server-sent events, one event at a time. */
export class EventReader {
  #text = "";
  readonly #decoder = new TextDecoder();

  private constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly abort: AbortController,
  ) {}

  static async open(url: string, lastEventId?: number): Promise<EventReader> {
    const abort = new AbortController();
    const response = await fetch(url, {
      signal: abort.signal,
      headers: lastEventId === undefined ? {} : { "Last-Event-ID": String(lastEventId) },
    });
    return new EventReader(response, response.body!.getReader(), abort);
  }

  /** The next event; null at the end of the stream. Comments and `retry` are passed over. */
  async next(): Promise<ReceivedEvent | null> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end >= 0) {
        const event = parse(this.#text.slice(0, end));
        this.#text = this.#text.slice(end + 2);
        if (event !== null) return event;
      } else {
        const { done, value } = await this.reader.read();
        if (done) return null;
        this.#text += this.#decoder.decode(value, { stream: true });
      }
    }
  }

  async take(count: number): Promise<ReceivedEvent[]> {
    const events: ReceivedEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (event === null) throw new Error(`The stream ended after ${events.length} of ${count} events`);
      events.push(event);
    }
    return events;
  }

  close(): void {
    this.abort.abort();
  }
}

function parse(block: string): ReceivedEvent | null {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const data = fields.get("data");
  if (data === undefined) return null;
  return { id: Number(fields.get("id")), event: fields.get("event")!, data: JSON.parse(data) };
}
