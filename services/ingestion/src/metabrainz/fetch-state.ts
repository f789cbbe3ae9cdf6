import type { BlockingFeedCode, TransientFeedCode } from "./packet-feed.js";

/** How many numbers beyond a missing packet are probed. */
export const PROBES = 3;

/** What to ask the server for. Only the packet that is missing is ever downloaded. */
export type FeedRequest =
  | { readonly kind: "packet"; readonly sequence: number }
  /** Whether a packet exists, without downloading it. */
  | { readonly kind: "probe"; readonly sequence: number }
  /** The number of the newest packet, from `replication-info`. */
  | { readonly kind: "newest" };

/** What came of a request. */
export type FeedResponse =
  /** The packet is in the folder, whole; the probed one exists; `newest` if that was asked and is known. */
  | { readonly kind: "found"; readonly newest: number | null }
  /** 404: not yet, or not any more. */
  | { readonly kind: "absent" }
  | FailedResponse;

type FailedResponse =
  | {
      readonly kind: "failed";
      readonly code: TransientFeedCode;
      readonly reason: string;
      /** The wait that the server asked for. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: "blocked"; readonly code: BlockingFeedCode; readonly reason: string };

/** What fetching a packet came to; how long to wait is decided elsewhere. */
export type FetchResult =
  | { readonly outcome: "fetched" | "caught-up" }
  | {
      readonly outcome: "failed";
      readonly code: TransientFeedCode;
      readonly reason: string;
      readonly retryAfterMs: number | null;
    }
  | { readonly outcome: "blocked"; readonly code: BlockingFeedCode; readonly reason: string };

/** One packet being fetched, with the request in flight. */
interface FetchState {
  readonly sequence: number;
  /** The newest packet that the server is known to have. */
  readonly newest: number | null;
  readonly stage: "first" | "fetched" | "absent" | "probing" | "again";
  readonly request: FeedRequest;
}

type FetchTransition =
  | { readonly state: FetchState; readonly result: null }
  | { readonly newest: number | null; readonly result: FetchResult };

/** The first state of fetching a packet. */
export function startFetch(sequence: number, newest: number | null): FetchState {
  return { sequence, newest, stage: "first", request: { kind: "packet", sequence } };
}

/**
 * Decides after each response what to ask next, or what it all means.
 *
 * ```
 *  first ── found ──> fetched ──> result: fetched       (asks for the newest, unless it is known)
 *    └── absent ──> absent ── newer exists ──> again ──> result: fetched, lost or caught up
 *                      └── none known ──> probing ── found ──> again
 *                                            └── absent, PROBES times ──> result: caught up
 * ```
 *
 * A 404 is a packet that is not there yet, or one that was lost: the status does not tell. So after one, the server is
 * asked for its newest packet and for the next few numbers; when a later one exists, the packet is asked for once
 * more, since it may have been published in between, and is lost if it is still not there. `replication-info` is also
 * asked when a packet came that is newer than the newest known one, so that the lag is known while catching up.
 */
export function nextFetch(state: FetchState, response: FeedResponse): FetchTransition {
  switch (state.stage) {
    case "first":
      return afterPacket(state, response, () => ask(state, "absent", { kind: "newest" }));
    case "again":
      return afterPacket(state, response, () => end(state, lost(state) ?? { outcome: "caught-up" }));
    case "fetched":
      return end(withNewest(state, response), { outcome: "fetched" });
    case "absent":
      return isThrottled(response)
        ? end(state, resultOf(response))
        : afterAbsence(withNewest(state, response));
    case "probing":
      return isThrottled(response) ? end(state, resultOf(response)) : afterProbe(state, response);
  }
}

function afterPacket(
  state: FetchState,
  response: FeedResponse,
  whenAbsent: () => FetchTransition,
): FetchTransition {
  if (response.kind === "absent") return whenAbsent();
  if (response.kind !== "found") return end(state, resultOf(response));
  const { sequence, newest } = state;
  if (newest !== null && newest >= sequence) return end(state, { outcome: "fetched" });
  return ask({ ...state, newest: sequence }, "fetched", { kind: "newest" });
}

function afterAbsence(state: FetchState): FetchTransition {
  const { sequence, newest } = state;
  return newest !== null && newest >= sequence ? askAgain(state) : probe(state, sequence + 1);
}

function afterProbe(state: FetchState, response: FeedResponse): FetchTransition {
  const { sequence: probed } = state.request as Extract<FeedRequest, { kind: "probe" }>;
  if (response.kind === "found") return askAgain({ ...state, newest: probed });
  const isMore = response.kind === "absent" && probed < state.sequence + PROBES;
  return isMore ? probe(state, probed + 1) : end(state, { outcome: "caught-up" });
}

function resultOf(response: FailedResponse): FetchResult {
  const { reason } = response;
  if (response.kind === "blocked") return { outcome: "blocked", code: response.code, reason };
  return { outcome: "failed", code: response.code, reason, retryAfterMs: response.retryAfterMs };
}

function lost({ sequence, newest }: FetchState): FetchResult | null {
  if (newest === null || newest <= sequence) return null;
  return {
    outcome: "blocked",
    code: "PACKET_LOST",
    reason:
      `the server has packet ${newest}, but not ${sequence}; packets that were lost have been published again, so it ` +
      "goes on being asked for; if that takes too long, load a dump that is newer than it",
  };
}

/** A server that throttles must not be asked on. */
function isThrottled(response: FeedResponse): response is FailedResponse {
  return response.kind === "failed" && response.code === "FEED_THROTTLED";
}

function withNewest(state: FetchState, response: FeedResponse): FetchState {
  if (response.kind !== "found" || response.newest === null) return state;
  const least = state.stage === "fetched" ? state.sequence : 0;
  return { ...state, newest: Math.max(response.newest, least) };
}

function askAgain(state: FetchState): FetchTransition {
  return ask(state, "again", { kind: "packet", sequence: state.sequence });
}

function probe(state: FetchState, sequence: number): FetchTransition {
  return ask(state, "probing", { kind: "probe", sequence });
}

function ask(state: FetchState, stage: FetchState["stage"], request: FeedRequest): FetchTransition {
  return { state: { ...state, stage, request }, result: null };
}

function end({ newest }: FetchState, result: FetchResult): FetchTransition {
  return { newest, result };
}
