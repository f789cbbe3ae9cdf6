import type { FeedStopCode, FeedTroubleCode } from "./packet-feed.js";

/** How many numbers beyond a missing packet are looked for. */
export const PROBES = 3;

/** What to ask the server for. Only the packet that is wanted is ever downloaded. */
export type FeedRequest =
  | { readonly ask: "packet"; readonly sequence: number }
  /** Whether a packet exists, without taking it. */
  | { readonly ask: "probe"; readonly sequence: number }
  /** The number of the newest packet, from `replication-info`. */
  | { readonly ask: "newest" };

/** What came of a request. */
export type FeedAnswer =
  /** The packet is in the folder, whole; the probed one exists; `newest` where that was asked and is known. */
  | { readonly answer: "there"; readonly newest: number | null }
  /** 404: not yet, or not any more. */
  | { readonly answer: "absent" }
  | FeedObstacle;

export type FeedObstacle =
  | {
      readonly answer: "trouble";
      readonly code: FeedTroubleCode;
      readonly reason: string;
      /** What the server asked to be waited. */
      readonly retryAfterMs: number | null;
    }
  | { readonly answer: "stop"; readonly code: FeedStopCode; readonly reason: string };

/** What an inquiry comes to; how long to wait is another matter. */
export type FeedConclusion =
  | { readonly outcome: "fetched" | "caught-up" }
  | {
      readonly outcome: "trouble";
      readonly code: FeedTroubleCode;
      readonly reason: string;
      readonly retryAfterMs: number | null;
    }
  | { readonly outcome: "stopped"; readonly code: FeedStopCode; readonly reason: string };

/** One packet being asked for, up to and with the request under way. */
export interface FeedInquiry {
  readonly sequence: number;
  /** The newest packet that the server is known to have. */
  readonly newest: number | null;
  readonly stage: "first" | "got" | "missed" | "probing" | "again";
  readonly request: FeedRequest;
}

export type FeedDecision =
  | { readonly inquiry: FeedInquiry; readonly conclusion: null }
  | { readonly newest: number | null; readonly conclusion: FeedConclusion };

/** Begins to ask for a packet. */
export function askFor(sequence: number, newest: number | null): FeedInquiry {
  return { sequence, newest, stage: "first", request: { ask: "packet", sequence } };
}

/**
 * Decides after each answer what to ask next, or what it all means.
 *
 * A 404 is a packet that is not there yet, or one that was lost: the status does not tell. So after one, the server is
 * asked for its newest packet and for the next few numbers; when a later one exists, the packet is asked for once
 * more, since it may have been published in between, and is lost if it is still not there. `replication-info` is also
 * asked when a packet came that is newer than the newest known one, so that the lag is known while catching up.
 */
export function decide(inquiry: FeedInquiry, answer: FeedAnswer): FeedDecision {
  switch (inquiry.stage) {
    case "first":
      return afterPacket(inquiry, answer, () => ask(inquiry, "missed", { ask: "newest" }));
    case "again":
      return afterPacket(inquiry, answer, () => conclude(inquiry, lost(inquiry) ?? { outcome: "caught-up" }));
    case "got":
      return conclude(learning(inquiry, answer), { outcome: "fetched" });
    case "missed":
      return isThrottling(answer)
        ? conclude(inquiry, concluding(answer))
        : afterMiss(learning(inquiry, answer));
    case "probing":
      return isThrottling(answer) ? conclude(inquiry, concluding(answer)) : afterProbe(inquiry, answer);
  }
}

function afterPacket(inquiry: FeedInquiry, answer: FeedAnswer, whenAbsent: () => FeedDecision): FeedDecision {
  if (answer.answer === "absent") return whenAbsent();
  if (answer.answer !== "there") return conclude(inquiry, concluding(answer));
  const { sequence, newest } = inquiry;
  if (newest !== null && newest >= sequence) return conclude(inquiry, { outcome: "fetched" });
  return ask({ ...inquiry, newest: sequence }, "got", { ask: "newest" });
}

function afterMiss(inquiry: FeedInquiry): FeedDecision {
  const { sequence, newest } = inquiry;
  return newest !== null && newest >= sequence ? askAgain(inquiry) : probe(inquiry, sequence + 1);
}

function afterProbe(inquiry: FeedInquiry, answer: FeedAnswer): FeedDecision {
  const { sequence: probed } = inquiry.request as Extract<FeedRequest, { ask: "probe" }>;
  if (answer.answer === "there") return askAgain({ ...inquiry, newest: probed });
  const goesOn = answer.answer === "absent" && probed < inquiry.sequence + PROBES;
  return goesOn ? probe(inquiry, probed + 1) : conclude(inquiry, { outcome: "caught-up" });
}

function concluding(obstacle: FeedObstacle): FeedConclusion {
  const { reason } = obstacle;
  if (obstacle.answer === "stop") return { outcome: "stopped", code: obstacle.code, reason };
  return { outcome: "trouble", code: obstacle.code, reason, retryAfterMs: obstacle.retryAfterMs };
}

function lost({ sequence, newest }: FeedInquiry): FeedConclusion | null {
  if (newest === null || newest <= sequence) return null;
  return {
    outcome: "stopped",
    code: "PACKET_LOST",
    reason:
      `the server has packet ${newest}, but not ${sequence}; packets that were lost have been published again, so it ` +
      "goes on being asked for; if that takes too long, load a dump that is newer than it",
  };
}

/** A server that is asked too often must not be asked on. */
function isThrottling(answer: FeedAnswer): answer is FeedObstacle {
  return answer.answer === "trouble" && answer.code === "FEED_THROTTLED";
}

function learning(inquiry: FeedInquiry, answer: FeedAnswer): FeedInquiry {
  if (answer.answer !== "there" || answer.newest === null) return inquiry;
  const least = inquiry.stage === "got" ? inquiry.sequence : 0;
  return { ...inquiry, newest: Math.max(answer.newest, least) };
}

function askAgain(inquiry: FeedInquiry): FeedDecision {
  return ask(inquiry, "again", { ask: "packet", sequence: inquiry.sequence });
}

function probe(inquiry: FeedInquiry, sequence: number): FeedDecision {
  return ask(inquiry, "probing", { ask: "probe", sequence });
}

function ask(inquiry: FeedInquiry, stage: FeedInquiry["stage"], request: FeedRequest): FeedDecision {
  return { inquiry: { ...inquiry, stage, request }, conclusion: null };
}

function conclude({ newest }: FeedInquiry, conclusion: FeedConclusion): FeedDecision {
  return { newest, conclusion };
}
