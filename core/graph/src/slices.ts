/**
 * Work cut into slices of some ten milliseconds: whoever runs it can do something else in between, and must not change
 * what is worked on until it is done.
 */
export type Sliced<Result> = Generator<undefined, Result, undefined>;

/** Steps of about a microsecond, or fewer and longer ones, that make a slice. */
export const SLICE_STEPS = 1 << 15;

/** Does all of the work without a pause. */
export function atOnce<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
