import { type CandidateFeedback, isPair, topics } from "@interlude/contracts";
import type { StageContext, StreamRecord } from "@interlude/stage";

/** The records that name a pair, agree with their key and have evidence to compare with; the others are rejected. */
export function acceptFeedback(
  records: readonly StreamRecord<CandidateFeedback>[],
  context: Pick<StageContext<unknown>, "reject">,
): StreamRecord<CandidateFeedback>[] {
  return records.filter((record) => {
    const problem = problemOf(record);
    if (problem !== null) context.reject(record, "FEEDBACK_INVALID", problem);
    return problem === null;
  });
}

function problemOf({ key, value }: StreamRecord<CandidateFeedback>): string | null {
  const { keyOf, parseKey } = topics.candidateFeedback;
  if (parseKey(key) === null) return `The key ${JSON.stringify(key)} is not two MBIDs in order`;
  if (value === null) return null;
  if (!isPair(value) || keyOf(value) !== key) {
    return `The value is about ${value.artistA}:${value.artistB}, its key says ${key}`;
  }
  if (!Number.isFinite(value.logit)) return `The logit ${value.logit} of ${key} is no finite number`;
  return null;
}
