import type { DeadLetter } from "@interlude/contracts";

/** What every dead letter says; the rest is known of some inputs only. */
type Required = "service" | "code" | "reason" | "epoch" | "ts";

/**
 * Input that could not be processed, as it is kept for a replay: the record or part of a file that it was, where it came
 * from, and why. What is not known is null.
 */
export function deadLetter(known: Pick<DeadLetter, Required> & Partial<DeadLetter>): DeadLetter {
  return {
    topic: null,
    partition: null,
    offset: null,
    file: null,
    line: null,
    key: null,
    value: null,
    headers: {},
    ...known,
  };
}
