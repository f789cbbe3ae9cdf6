import type { WithdrawalReason } from "@interlude/contracts";
import { reaches, staysNear } from "@interlude/core-links";
import type { VerdictNow } from "../feedback/verdict-now.js";

/** What a scored pair is: recorded together, on the topic, or no longer on it. */
export type PairStatus = "KNOWN" | "CANDIDATE" | "WITHDRAWN";

/** A moment of the stream. */
export interface Moment {
  readonly epoch: number;
  /** Replication sequence of the epoch. */
  readonly sequence: number;
}

/** When a pair became a candidate. */
export interface FirstSeen extends Moment {
  /** Unix time in milliseconds at which ingestion finished the epoch. */
  readonly at: number;
}

/** Of which moment and state of the graph something is. */
export interface Stamp extends Moment {
  readonly graphVersion: number;
}

/** What is kept of the record of a candidate, which says everything but when. */
export interface RecordTrace {
  /** Another one means another record. */
  readonly digest: string;
  readonly commonNeighbours: number;
}

/** A pair as it is stored. */
export interface ScoredPair {
  readonly status: PairStatus;
  /** Null if there was nothing to score, or no model when it was migrated. */
  readonly logit: number | null;
  /** Model that gave the logit. */
  readonly modelId: string | null;
  /** Of a candidate's record as published; null of others. */
  readonly record: RecordTrace | null;
  /** An epoch last confirmed the candidate, not the rescoring beside the stream. */
  readonly settled: boolean;
  /** Null if the pair never was a candidate. */
  readonly firstSeen: FirstSeen | null;
  /** Why it was last withdrawn; null if it never was, or is a candidate. */
  readonly withdrawn: WithdrawalReason | null;
  /** When the row last changed. */
  readonly stamp: Stamp;
}

/** What is true of a pair now. */
export interface PairLook extends VerdictNow {
  readonly isKnown: boolean;
  /** Null without an edge or a common neighbour. */
  readonly logit: number | null;
  /** Whether both artists are in the catalogue or in the graph. */
  readonly arePresent: boolean;
}

/** What a pair is looked at with. */
export interface LookTerms {
  /** Model in force. */
  readonly modelId: string;
  /** Probability from which a pair becomes a candidate; Infinity if no model reaches an operating point. */
  readonly threshold: number;
  /** Whether an epoch looks, not the rescoring beside the stream. */
  readonly isEpoch: boolean;
  readonly now: Stamp & FirstSeen;
}

/** What a look changes. */
export interface Transition {
  /** The row from now on; null if there is none any more. */
  readonly row: ScoredPair | null;
  /** What goes on the topic: the record, a tombstone with its reason, or nothing. */
  readonly publish: "record" | WithdrawalReason | null;
  /** Whether a candidate that had fallen below the threshold is back within ten packets. */
  readonly isFlicker: boolean;
}

/** Packets within which a candidate that comes back was withdrawn for nothing. */
const FLICKER_PACKETS = 10;

/**
 * Whether a pair is a candidate now. One that an epoch confirmed under the same model stays within the margin of hysteresis;
 * any other must reach the threshold. The rescoring beside the stream settles nothing, so that it does not matter when it
 * came by: the next epoch that looks at the pair finds what it would find without. What a reader accepted is one as long as
 * there are any, what a reader rejected is none.
 */
export function isCandidate(
  stored: ScoredPair | null,
  { isKnown, isRejected, isAccepted, logit }: PairLook,
  { modelId, threshold }: Pick<LookTerms, "modelId" | "threshold">,
): boolean {
  if (isKnown || isRejected || logit === null) return false;
  if (isAccepted && threshold !== Infinity) return true;
  const isSettled = stored?.status === "CANDIDATE" && stored.settled && stored.modelId === modelId;
  return isSettled ? staysNear(logit, threshold) : reaches(logit, threshold);
}

/**
 * What becomes of a pair that was looked at; null if nothing changes. A look at an older graph, or in an older epoch and so
 * with an older model, than the row is of changes nothing.
 *
 * @param look with the record of the pair if {@link isCandidate}; null if it is not
 */
export function transition(
  stored: ScoredPair | null,
  look: PairLook & { readonly record: RecordTrace | null },
  terms: LookTerms,
): Transition | null {
  if (stored !== null && isOlder(terms.now, stored.stamp)) return null;
  if (look.isKnown) return toKnown(stored, look, terms);
  return isCandidate(stored, look, terms)
    ? toCandidate(stored, look.logit!, look.record!, terms)
    : toOther(stored, look, terms);
}

function isOlder(one: Stamp, other: Stamp): boolean {
  return one.graphVersion < other.graphVersion || one.epoch < other.epoch;
}

function toKnown(stored: ScoredPair | null, look: PairLook, terms: LookTerms): Transition | null {
  const wasKnown = stored?.status === "KNOWN";
  const wasCandidate = stored?.status === "CANDIDATE";
  const { logit, modelId } = scoreOf(look, terms);
  if (wasKnown && stored.logit === logit && stored.modelId === modelId) return null;
  const row: ScoredPair = {
    status: "KNOWN",
    logit,
    modelId,
    record: null,
    settled: false,
    firstSeen: stored?.firstSeen ?? null,
    withdrawn: wasCandidate ? "collaborated" : wasKnown ? stored.withdrawn : null,
    stamp: stampOf(terms),
  };
  return { row, publish: wasCandidate ? "collaborated" : null, isFlicker: false };
}

function toCandidate(
  stored: ScoredPair | null,
  logit: number,
  record: RecordTrace,
  terms: LookTerms,
): Transition | null {
  const { now, modelId } = terms;
  const before = stored?.status === "CANDIDATE" ? stored : null;
  const settled = terms.isEpoch || (before !== null && before.settled && before.modelId === modelId);
  const isPublished = before?.record?.digest === record.digest;
  if (isPublished && before.settled === settled) return null;
  const row: ScoredPair = {
    status: "CANDIDATE",
    logit,
    modelId,
    record,
    settled,
    firstSeen: before?.firstSeen ?? { epoch: now.epoch, sequence: now.sequence, at: now.at },
    withdrawn: null,
    // As published.
    stamp: isPublished ? before.stamp : stampOf(terms),
  };
  return {
    row,
    publish: isPublished ? null : "record",
    isFlicker:
      stored?.status === "WITHDRAWN" &&
      stored.withdrawn === "below-threshold" &&
      now.sequence - stored.stamp.sequence <= FLICKER_PACKETS,
  };
}

/** Neither known nor a candidate: a trace of it stays only if it was on the topic. */
function toOther(stored: ScoredPair | null, look: PairLook, terms: LookTerms): Transition | null {
  if (stored === null || stored.status === "WITHDRAWN") return null;
  const wasCandidate = stored.status === "CANDIDATE";
  const withdrawn = wasCandidate ? reasonOf(look, terms) : stored.withdrawn;
  if (withdrawn === null) return { row: null, publish: null, isFlicker: false };
  const row: ScoredPair = {
    status: "WITHDRAWN",
    ...scoreOf(look, terms),
    record: null,
    settled: false,
    firstSeen: stored.firstSeen,
    withdrawn,
    stamp: stampOf(terms),
  };
  return { row, publish: wasCandidate ? withdrawn : null, isFlicker: false };
}

function reasonOf(look: PairLook, { threshold }: LookTerms): WithdrawalReason {
  if (!look.arePresent) return "artist-vanished";
  if (look.isRejected) return "rejected";
  return threshold === Infinity ? "no-model" : "below-threshold";
}

function scoreOf({ logit }: PairLook, { modelId }: LookTerms): Pick<ScoredPair, "logit" | "modelId"> {
  return logit === null ? { logit: null, modelId: null } : { logit, modelId };
}

function stampOf({ now: { epoch, sequence, graphVersion } }: LookTerms): Stamp {
  return { epoch, sequence, graphVersion };
}
