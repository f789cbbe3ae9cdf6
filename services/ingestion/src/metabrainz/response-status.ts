import { retryAfterMs as waitOf } from "@interlude/infra-http/download";
import type { FeedAnswer } from "./fetch-state.js";

export interface AnsweredStatus {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Where a redirect points that was not followed. */
  readonly redirect: URL | null;
  /** The server, as the reasons name it. */
  readonly host: string;
  readonly hasToken: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

const WHERE_FROM =
  "get one at https://metabrainz.org/profile and put it into the file that INGESTION_TOKEN_FILE names " +
  "(which may be done while the service runs) or into METABRAINZ_TOKEN";

/** What MetaBrainz's status codes mean; null for 200, whose body says the rest. */
export function answerToStatus(answered: AnsweredStatus): FeedAnswer | null {
  const { status, host, now, redirect } = answered;
  const retryAfterMs = waitOf(answered.retryAfter, now);
  if (status === 200) return null;
  if (status === 404 || status === 410) return { answer: "absent" };
  if (status === 400 || status === 401 || status === 403) return refusedToken(answered);
  if (status === 429) {
    const reason = `${host} was asked too often (429)`;
    return { answer: "trouble", code: "FEED_THROTTLED", reason, retryAfterMs };
  }
  if (status >= 500) {
    const reason = `${host} has trouble of its own (${status})`;
    return { answer: "trouble", code: "FEED_SERVER_ERROR", reason, retryAfterMs };
  }
  if (redirect !== null) {
    const reason =
      `${host} points to ${redirect.host} (${status}), where the token is not sent; ` +
      "if that is right, set INGESTION_PACKET_URL to it";
    return { answer: "trouble", code: "FEED_REDIRECTED", reason, retryAfterMs };
  }
  const reason = `${host} answered with status ${status}, which no packet comes with; check INGESTION_PACKET_URL`;
  return { answer: "trouble", code: "FEED_UNEXPECTED_ANSWER", reason, retryAfterMs };
}

function refusedToken({ status, host, hasToken }: AnsweredStatus): FeedAnswer {
  const [code, reason] = hasToken
    ? (["TOKEN_REFUSED", `${host} refused the token (${status})`] as const)
    : (["TOKEN_MISSING", `${host} wants a token (${status}) and there is none`] as const);
  return { answer: "stop", code, reason: `${reason}; ${WHERE_FROM}` };
}
