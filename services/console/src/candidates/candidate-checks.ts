import { type CandidateCollaboration, topics } from "@interlude/contracts";
import type { StageContext, StreamRecord } from "@interlude/stage";

/** The records that name a pair and agree with their key; the others are rejected. */
export function acceptCandidates(
  records: readonly StreamRecord<CandidateCollaboration>[],
  context: Pick<StageContext<unknown>, "reject">,
): StreamRecord<CandidateCollaboration>[] {
  return records.filter((record) => {
    const problem = problemOf(record);
    if (problem !== null) context.reject(record, "CANDIDATE_INVALID", problem);
    return problem === null;
  });
}

function problemOf({ key, value }: StreamRecord<CandidateCollaboration>): string | null {
  const pair = topics.candidates.parseKey(key);
  if (pair === null) return `The key ${JSON.stringify(key)} is not two MBIDs in order`;
  if (value === null) return null;
  if (value.artistA !== pair.artistA || value.artistB !== pair.artistB) {
    return `The value is about ${value.artistA}:${value.artistB}, its key says ${key}`;
  }
  if (!(value.probability >= 0 && value.probability <= 1)) {
    return `The probability ${value.probability} of ${key} is not from 0 to 1`;
  }
  return null;
}
