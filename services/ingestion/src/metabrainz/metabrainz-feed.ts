import type { SignatureCheck } from "@interlude/infra-archives";
import { type ApiToken, type TokenSource, findToken } from "./api-token.js";
import { type FetchResult, nextFetch, startFetch } from "./fetch-state.js";
import { MetaBrainzServer, SERVER_LIMITS, type ServerLimits } from "./metabrainz-server.js";
import type { FeedOutcome, PacketFeed } from "./packet-feed.js";
import { PacketSpool } from "./packet-spool.js";
import { NO_BACKOFF, type PollBackoff, nextPoll } from "./poll-backoff.js";

export interface FeedOptions {
  /** Address of the API without the packet's name, as in `https://metabrainz.org/api/musicbrainz`. */
  readonly base: URL;
  readonly token: TokenSource;
  /** The source folder. */
  readonly folder: string;
  /** Null: signatures are not looked at. */
  readonly signatures: SignatureCheck | null;
  readonly limits?: ServerLimits;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/** Replication packets over HTTP. Its token is in no outcome, and is sent to no server but the one it is for. */
export class MetaBrainzFeed implements PacketFeed {
  readonly #server: MetaBrainzServer;
  #newest: number | null = null;
  #backoff: PollBackoff = NO_BACKOFF;
  /** The token that the server refused (null: that there was none): it is not asked with it again. */
  #refused: { readonly token: ApiToken | null; readonly result: FetchResult } | null = null;

  constructor(private readonly options: FeedOptions) {
    const { base, folder, signatures, limits = SERVER_LIMITS } = options;
    this.#server = new MetaBrainzServer(base, new PacketSpool(folder, signatures), limits);
  }

  async fetch(sequence: number, signal: AbortSignal): Promise<FeedOutcome> {
    const found = await findToken(this.options.token);
    signal.throwIfAborted();
    const { token } = found;
    // A private mirror may need no token; but if one is configured, no request is sent without.
    if (token === null && this.options.token !== null) {
      const reason = `there is no token: ${found.reason}; put the token of your MetaBrainz profile there`;
      return this.#outcome({ outcome: "blocked", code: "TOKEN_MISSING", reason }, null);
    }
    if (this.#refused !== null && isSame(this.#refused.token, token)) {
      return this.#outcome(this.#refused.result, token);
    }
    const result = await this.#fetch(sequence, token, signal);
    const isAboutToken = result.outcome === "blocked" && result.code.startsWith("TOKEN_");
    this.#refused = isAboutToken ? { token, result } : null;
    return this.#outcome(result, token);
  }

  async #fetch(sequence: number, token: ApiToken | null, signal: AbortSignal): Promise<FetchResult> {
    let state = startFetch(sequence, this.#newest);
    for (;;) {
      const next = nextFetch(state, await this.#server.ask(state.request, token, signal));
      if (next.result !== null) {
        this.#newest = next.newest;
        return next.result;
      }
      state = next.state;
    }
  }

  #outcome(result: FetchResult, token: ApiToken | null): FeedOutcome {
    const { backoff, waitMs } = nextPoll(this.#backoff, result, this.options.random);
    this.#backoff = backoff;
    const newest = this.#newest;
    if (!("reason" in result)) {
      const { outcome } = result;
      return outcome === "fetched" ? { outcome, newest } : { outcome, newest, waitMs };
    }
    // A server knows the token and may repeat it in a response.
    const reason = token === null ? result.reason : token.redact(result.reason);
    return result.outcome === "failed"
      ? { outcome: "failed", code: result.code, reason, newest, waitMs }
      : { outcome: "blocked", code: result.code, reason, newest, waitMs };
  }
}

function isSame(one: ApiToken | null, other: ApiToken | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
