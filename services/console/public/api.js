// @ts-check

/** @typedef {import("../src/index.js").CandidateItem} CandidateItem */
/** @typedef {import("../src/index.js").CandidatePage} CandidatePage */
/** @typedef {import("../src/index.js").CandidateDetail} CandidateDetail */
/** @typedef {import("../src/index.js").FeedbackItem} FeedbackItem */
/** @typedef {import("../src/index.js").Neighbourhood} Neighbourhood */
/** @typedef {import("../src/index.js").Overview} Overview */
/** @typedef {import("../src/index.js").EpochSummary} EpochSummary */
/** @typedef {import("../src/index.js").IngestionState} IngestionState */

/** A response of the API that says why a request failed. */
export class RequestFailed extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const LARGEST_PAGE = 200;

/**
 * The first candidates that pass the filters, over as many pages as it takes.
 *
 * @param {{ filters: Record<string, string>, wanted: number, signal: AbortSignal }} options
 * @returns {Promise<{ candidates: CandidateItem[], more: boolean }>}
 */
export async function firstCandidates({ filters, wanted, signal }) {
  /** @type {CandidateItem[]} */
  const candidates = [];
  let cursor = null;
  do {
    const limit = Math.min(LARGEST_PAGE, wanted - candidates.length);
    /** @type {CandidatePage} */
    const page = await get(
      "api/candidates",
      { ...filters, limit: String(limit), cursor: cursor ?? "" },
      signal,
    );
    candidates.push(...page.candidates);
    cursor = page.next;
  } while (cursor !== null && candidates.length < wanted);
  return { candidates, more: cursor !== null };
}

/** @param {string} pair key `a:b` @param {AbortSignal} signal @returns {Promise<CandidateDetail>} */
export function candidate(pair, signal) {
  return get(addressOf(pair), {}, signal);
}

/** @param {string} pair key `a:b` @param {AbortSignal} signal @returns {Promise<FeedbackItem>} */
export function feedbackOn(pair, signal) {
  return get(`${addressOf(pair)}/feedback`, {}, signal);
}

/**
 * @param {string} pair key `a:b`
 * @param {FeedbackItem["verdict"]} verdict
 * @param {string} comment
 * @returns {Promise<FeedbackItem>}
 */
export function giveFeedback(pair, verdict, comment) {
  return send(`${addressOf(pair)}/feedback`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ verdict, comment }),
  });
}

/** @param {string} pair key `a:b` @returns {Promise<null>} */
export function withdrawFeedback(pair) {
  return send(`${addressOf(pair)}/feedback`, { method: "DELETE" });
}

/** @param {string} pair key `a:b` */
function addressOf(pair) {
  return `api/candidates/${pair.split(":").map(encodeURIComponent).join("/")}`;
}

/**
 * @param {string} artist
 * @param {{ depth: number, limit: number }} extent
 * @param {AbortSignal} signal
 * @returns {Promise<Neighbourhood>}
 */
export function neighbourhood(artist, { depth, limit }, signal) {
  const query = { depth: String(depth), limit: String(limit) };
  return get(`api/artists/${encodeURIComponent(artist)}/neighbourhood`, query, signal);
}

/** @returns {Promise<Overview>} */
export function overview() {
  return get("api/overview", {});
}

/**
 * @param {string} path
 * @param {Record<string, string>} query empty values are left out
 * @param {AbortSignal} [signal]
 */
function get(path, query, signal) {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  const suffix = given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
  return send(`${path}${suffix}`, { signal: signal ?? null, headers: { accept: "application/json" } });
}

/** @param {string} address @param {RequestInit} init @returns {Promise<any>} null for a response without a body */
async function send(address, init) {
  const response = await fetch(address, init);
  if (response.status === 204) return null;
  const body = await response.json();
  if (!response.ok)
    throw new RequestFailed(body.code ?? "REQUEST_FAILED", body.message ?? response.statusText);
  return body;
}
