import { retryAfterMs } from "@interlude/infra-http/download";
import type { FeedResponse } from "./fetch-state.js";

interface ReceivedStatus {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Where a redirect points that was not followed. */
  readonly redirect: URL | null;
  /** The server, as the reasons name it. */
  readonly host: string;
  readonly hasToken: boolean;
  /** Unix time in milliseconds. */
  readonly now: number;
}

const WHERE_FROM =
  "get one at https://metabrainz.org/profile and put it into the file that INGESTION_TOKEN_FILE names " +
  "(which may be done while the service runs) or into METABRAINZ_TOKEN";

/** What MetaBrainz's status codes mean; null for 200, whose body is to be read. */
export function responseOfStatus(received: ReceivedStatus): FeedResponse | null {
  const { status, host, now, redirect } = received;
  const waitMs = retryAfterMs(received.retryAfter, now);
  if (status === 200) return null;
  if (status === 404 || status === 410) return { kind: "absent" };
  if (status === 400 || status === 401 || status === 403) return refusedToken(received);
  if (status === 429) {
    const reason = `${host} was asked too often (429)`;
    return { kind: "failed", code: "FEED_THROTTLED", reason, retryAfterMs: waitMs };
  }
  if (status >= 500) {
    const reason = `${host} has an internal error (${status})`;
    return { kind: "failed", code: "FEED_SERVER_ERROR", reason, retryAfterMs: waitMs };
  }
  if (redirect !== null) {
    const reason =
      `${host} points to ${redirect.host} (${status}), where the token is not sent; ` +
      "if that is right, set INGESTION_PACKET_URL to it";
    return { kind: "failed", code: "FEED_REDIRECTED", reason, retryAfterMs: waitMs };
  }
  const reason = `${host} responded with status ${status}, which no packet comes with; check INGESTION_PACKET_URL`;
  return { kind: "failed", code: "FEED_UNEXPECTED_ANSWER", reason, retryAfterMs: waitMs };
}

function refusedToken({ status, host, hasToken }: ReceivedStatus): FeedResponse {
  const [code, reason] = hasToken
    ? (["TOKEN_REFUSED", `${host} refused the token (${status})`] as const)
    : (["TOKEN_MISSING", `${host} wants a token (${status}) and there is none`] as const);
  return { kind: "blocked", code, reason: `${reason}; ${WHERE_FROM}` };
}
