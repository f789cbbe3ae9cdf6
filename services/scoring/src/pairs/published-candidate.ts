import type { CandidateCollaboration } from "@interlude/contracts";
import type { CandidateRecord } from "@interlude/core-links";
import type { ScoredPair } from "./pair-transition.js";

/** A candidate as it is on the topic: its record, and when it appeared and last changed. */
export function publishedCandidate(
  record: CandidateRecord,
  { firstSeen, stamp }: Pick<ScoredPair, "firstSeen" | "stamp">,
): CandidateCollaboration {
  return {
    ...record,
    graphVersion: stamp.graphVersion,
    epoch: stamp.epoch,
    packetSequence: stamp.sequence,
    firstSeenEpoch: firstSeen!.epoch,
    firstSeenSequence: firstSeen!.sequence,
    firstSeenAt: firstSeen!.at,
  };
}

/** What of a published candidate says when; the rest is a function of graph, model and names. */
export const MOMENTS = [
  "graphVersion",
  "epoch",
  "packetSequence",
  "firstSeenEpoch",
  "firstSeenSequence",
  "firstSeenAt",
] as const satisfies readonly (keyof CandidateCollaboration)[];

/** A published candidate without {@link MOMENTS}. */
export function withoutMoments(candidate: CandidateCollaboration): Partial<CandidateCollaboration> {
  const rest: Partial<CandidateCollaboration> = { ...candidate };
  for (const moment of MOMENTS) delete rest[moment];
  return rest;
}
