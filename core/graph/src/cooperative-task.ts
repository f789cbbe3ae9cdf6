/**
 * A long computation that yields every ten milliseconds or so, so that its caller can do something else in between. What
 * it computes on must not change until it is done.
 */
export type CooperativeTask<Result> = Generator<undefined, Result, undefined>;

/** Steps of about a microsecond after which a task yields. */
export const SLICE_STEPS = 1 << 15;

/** Runs a task to its end without a pause. */
export function runToCompletion<Result>(task: CooperativeTask<Result>): Result {
  for (;;) {
    const { done, value } = task.next();
    if (done === true) return value;
  }
}
