import type { Verdict } from "@interlude/contracts";
import { ApiError } from "@interlude/infra-http/api";

/** What a reader says of a candidate. */
export interface FeedbackRequest {
  readonly verdict: Verdict;
  /** Who says it, in their own words. */
  readonly source: string;
  readonly comment: string | null;
}

/** Bytes that a request may have: the longest comment in any alphabet, escaped. */
export const LONGEST_REQUEST = 16_384;

const VERDICTS: readonly Verdict[] = ["accepted", "rejected"];
const FIELDS = ["verdict", "source", "comment"];
const LONGEST_SOURCE = 100;
const LONGEST_COMMENT = 1_000;

/**
 * Reads the body of a request: `verdict`, and optionally `source` and `comment`.
 * @throws ApiError `BODY_INVALID`
 */
export function parseFeedbackRequest(body: Readonly<Record<string, unknown>>): FeedbackRequest {
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    invalid(`has a field ${JSON.stringify(unknown.slice(0, 64))}; known are ${FIELDS.join(", ")}`);
  }
  const verdict = VERDICTS.find((each) => each === body["verdict"]);
  if (verdict === undefined) return invalid(`needs a verdict, ${VERDICTS.join(" or ")}`);
  return {
    verdict,
    source: text(body, "source", LONGEST_SOURCE) ?? "console",
    comment: text(body, "comment", LONGEST_COMMENT),
  };
}

function text(body: Readonly<Record<string, unknown>>, name: string, longest: number): string | null {
  const value = body[name] ?? "";
  if (typeof value !== "string") return invalid(`has a ${name} that is no text`);
  const trimmed = value.trim();
  if (trimmed.length > longest) invalid(`has a ${name} of more than ${longest} characters`);
  // PostgreSQL's text has no NUL, and half of a surrogate pair is no character.
  if (trimmed.includes("\0") || /\p{Surrogate}/u.test(trimmed))
    invalid(`has a ${name} with what is no character`);
  return trimmed === "" ? null : trimmed;
}

function invalid(problem: string): never {
  throw new ApiError(400, "BODY_INVALID", `The body ${problem}`);
}
