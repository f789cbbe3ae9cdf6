import type { SignatureCheck } from "@interlude/infra-archives";
import { type ApiToken, type TokenSource, findToken } from "./api-token.js";
import { type FeedConclusion, askFor, decide } from "./fetch-state.js";
import { MetaBrainzServer, SERVER_LIMITS, type ServerLimits } from "./metabrainz-server.js";
import type { FeedOutcome, PacketFeed } from "./packet-feed.js";
import { PacketSpool } from "./packet-spool.js";
import { FIRST_PACE, type FeedPace, paced } from "./poll-backoff.js";

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

/** Replication packets over HTTP. Its token is in no outcome, and goes to no server but the one it is for. */
export class MetaBrainzFeed implements PacketFeed {
  private readonly server: MetaBrainzServer;
  private newest: number | null = null;
  private pace: FeedPace = FIRST_PACE;
  /** The token that was refused (null: that there was none): the server is not asked with it again. */
  private refused: { readonly token: ApiToken | null; readonly conclusion: FeedConclusion } | null = null;

  constructor(private readonly options: FeedOptions) {
    const { base, folder, signatures, limits = SERVER_LIMITS } = options;
    this.server = new MetaBrainzServer(base, new PacketSpool(folder, signatures), limits);
  }

  async fetch(sequence: number, signal: AbortSignal): Promise<FeedOutcome> {
    const found = await findToken(this.options.token);
    signal.throwIfAborted();
    const { token } = found;
    // A mirror of one's own may want no token; but where one is to be, nobody is asked without.
    if (token === null && this.options.token !== null) {
      const reason = `there is no token: ${found.reason}; put the token of your MetaBrainz profile there`;
      return this.outcome({ outcome: "stopped", code: "TOKEN_MISSING", reason }, null);
    }
    if (this.refused !== null && isSame(this.refused.token, token)) {
      return this.outcome(this.refused.conclusion, token);
    }
    const conclusion = await this.inquire(sequence, token, signal);
    const isAboutToken = conclusion.outcome === "stopped" && conclusion.code.startsWith("TOKEN_");
    this.refused = isAboutToken ? { token, conclusion } : null;
    return this.outcome(conclusion, token);
  }

  private async inquire(
    sequence: number,
    token: ApiToken | null,
    signal: AbortSignal,
  ): Promise<FeedConclusion> {
    let inquiry = askFor(sequence, this.newest);
    for (;;) {
      const decision = decide(inquiry, await this.server.ask(inquiry.request, token, signal));
      if (decision.conclusion !== null) {
        this.newest = decision.newest;
        return decision.conclusion;
      }
      inquiry = decision.inquiry;
    }
  }

  private outcome(conclusion: FeedConclusion, token: ApiToken | null): FeedOutcome {
    const { pace, waitMs } = paced(this.pace, conclusion, this.options.random);
    this.pace = pace;
    const { newest } = this;
    switch (conclusion.outcome) {
      case "fetched":
        return { outcome: "fetched", newest };
      case "caught-up":
        return { outcome: "caught-up", newest, waitMs };
      case "trouble": {
        const { outcome, code, reason } = conclusion;
        return { outcome, code, reason: redacted(reason, token), newest, waitMs };
      }
      case "stopped": {
        const { outcome, code, reason } = conclusion;
        return { outcome, code, reason: redacted(reason, token), newest, waitMs };
      }
    }
  }
}

function isSame(one: ApiToken | null, other: ApiToken | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

/** Whatever a server put into its answers: it knows the token, and may say it back. */
function redacted(reason: string, token: ApiToken | null): string {
  return token === null ? reason : token.redact(reason);
}
