import { isDeepStrictEqual } from "node:util";
import { type CandidateCollaboration, type WithdrawalReason, withdrawalReasonOf } from "@interlude/contracts";
import type { StreamRecord } from "@interlude/stage";

/** A candidate as the console shows it. */
export interface CandidateItem extends CandidateCollaboration {
  /** Epoch in which the pair appeared. */
  readonly sinceEpoch: number;
  /** Epoch of the newest change that a reader can see. */
  readonly changedEpoch: number;
}

/** When a record is of, which no reader sees: a rebuild of scoring publishes the same again. */
const NO_MOMENT = {
  graphVersion: 0,
  epoch: 0,
  packetSequence: 0,
  firstSeenEpoch: 0,
  firstSeenSequence: 0,
  firstSeenAt: 0,
};

/** What a record does to the current candidates. `refreshed` renews versions and nothing that is shown. */
export type CandidateChange =
  | { readonly kind: "appeared" | "refreshed"; readonly candidate: CandidateItem }
  | { readonly kind: "changed"; readonly candidate: CandidateItem; readonly previous: CandidateItem }
  | {
      readonly kind: "withdrawn";
      readonly previous: CandidateItem;
      /** As the tombstone says; null if it says none. */
      readonly reason: WithdrawalReason | null;
    };

/**
 * Compares records, one a key, with the current candidates by key. A record with an older graph version
 * changes nothing, nor does a tombstone for a pair that is no candidate.
 */
export function candidateChanges(
  current: ReadonlyMap<string, CandidateItem>,
  records: readonly StreamRecord<CandidateCollaboration>[],
): CandidateChange[] {
  return records.flatMap((record) => {
    const change = compare(current.get(record.key), record);
    return change === null ? [] : [change];
  });
}

function compare(
  previous: CandidateItem | undefined,
  { value, epoch, headers }: StreamRecord<CandidateCollaboration>,
): CandidateChange | null {
  if (value === null) {
    return previous === undefined
      ? null
      : { kind: "withdrawn", previous, reason: withdrawalReasonOf(headers) };
  }
  if (previous === undefined) {
    return { kind: "appeared", candidate: { ...value, sinceEpoch: epoch, changedEpoch: epoch } };
  }
  if (value.graphVersion < previous.graphVersion) return null;
  const { sinceEpoch, changedEpoch } = previous;
  const same = { ...asStored(value), sinceEpoch, changedEpoch };
  if (isDeepStrictEqual(same, previous)) return null;
  if (isDeepStrictEqual({ ...same, ...NO_MOMENT }, { ...previous, ...NO_MOMENT })) {
    return { kind: "refreshed", candidate: same };
  }
  return { kind: "changed", candidate: { ...same, changedEpoch: epoch }, previous };
}

/** Stored candidates went through JSON, which knows no -0; what is compared with them must have, too. */
function asStored(value: CandidateCollaboration): CandidateCollaboration {
  return JSON.parse(JSON.stringify(value)) as CandidateCollaboration;
}

/** By how much the number of candidates that pass each operating point changes; only what is not 0. */
export function operatingPointDeltas(changes: readonly CandidateChange[]): Map<string, number> {
  const deltas = new Map<string, number>();
  const add = (points: readonly string[], by: number) => {
    for (const point of points) deltas.set(point, (deltas.get(point) ?? 0) + by);
  };
  for (const change of changes) {
    if (change.kind === "appeared" || change.kind === "changed") add(change.candidate.operatingPoints, 1);
    if (change.kind === "changed" || change.kind === "withdrawn") add(change.previous.operatingPoints, -1);
  }
  return new Map([...deltas].filter(([, delta]) => delta !== 0).sort());
}

/** How many changes of each kind that a reader can see. */
export function countChanges(
  changes: readonly CandidateChange[],
): Record<"appeared" | "changed" | "withdrawn", number> {
  const count = (kind: CandidateChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  return { appeared: count("appeared"), changed: count("changed"), withdrawn: count("withdrawn") };
}
