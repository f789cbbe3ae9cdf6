/** A request that failed on the network. The message holds no address: that may hold a token. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code = "CONNECTION_FAILED";
}

interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds until the server must have sent a status. */
  readonly responseMs: number;
  /** Milliseconds that it may be silent after that. */
  readonly idleMs: number;
  /** Whether to go where a redirect points. */
  readonly mayFollow: (from: URL, to: URL) => boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Where a redirect points that was not followed. */
  readonly redirect: URL | null;
  /** To be read once; throws ConnectionError if it is cut off. */
  readonly body: AsyncGenerator<Uint8Array>;
  /** Ends the connection; to be called when the response is done with, read or not. */
  close(): void;
}

const MAX_REDIRECTS = 5;

/**
 * GET with time-outs that suit long bodies: none for the whole, one for silence.
 * @throws ConnectionError; the signal's reason if it was aborted
 */
export async function httpGet(address: URL, options: GetOptions): Promise<HttpResponse> {
  let at = address;
  for (let redirects = 0; ; redirects++) {
    const response = await getOnce(at, options);
    const target = response.redirect;
    if (target === null || redirects === MAX_REDIRECTS || !options.mayFollow(at, target)) return response;
    response.close();
    at = target;
  }
}

async function getOnce(address: URL, options: GetOptions): Promise<HttpResponse> {
  const { headers, signal, responseMs, idleMs } = options;
  signal.throwIfAborted();
  const connection = new Connection(signal);
  try {
    const response = await connection.within(responseMs, () =>
      // Compression on the way would make lengths and ranges mean something else.
      fetch(address, {
        headers: { "accept-encoding": "identity", ...headers },
        redirect: "manual",
        signal: connection.signal,
      }),
    );
    const { status } = response;
    return {
      status,
      headers: response.headers,
      redirect: status >= 300 && status < 400 ? redirectOf(response, address) : null,
      body: bodyOf(response, connection, idleMs),
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function redirectOf(response: Response, from: URL): URL | null {
  const location = response.headers.get("location");
  if (location === null || !URL.canParse(location, from.href)) return null;
  const to = new URL(location, from);
  return to.protocol === "https:" || to.protocol === "http:" ? to : null;
}

async function* bodyOf(
  response: Response,
  connection: Connection,
  idleMs: number,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await connection.within(idleMs, () => reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    connection.close();
  }
}

/** One request's connection, which ends when the caller says so or the server is silent for too long. */
class Connection {
  readonly #ending = new AbortController();
  readonly #onAbort = (): void => this.#ending.abort();
  #isSilent = false;

  constructor(private readonly caller: AbortSignal) {
    caller.addEventListener("abort", this.#onAbort);
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  async within<Value>(milliseconds: number, work: () => Promise<Value>): Promise<Value> {
    const timer = setTimeout(() => {
      this.#isSilent = true;
      this.#ending.abort();
    }, milliseconds);
    try {
      return await work();
    } catch (error) {
      this.caller.throwIfAborted();
      throw new ConnectionError(this.#isSilent ? `no response for ${milliseconds} ms` : causeOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.caller.removeEventListener("abort", this.#onAbort);
    this.#ending.abort();
  }
}

/** A policy for `mayFollow`: any redirect of a mirror, but never from https to http. */
export function staysEncrypted(from: URL, to: URL): boolean {
  return to.protocol === "https:" || from.protocol === "http:";
}

/** Only what is known to hold no address: the code of the system's or the client's error. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  const code = typeof cause?.code === "string" ? cause.code : null;
  return code === null ? "the connection failed" : `the connection failed (${code})`;
}
