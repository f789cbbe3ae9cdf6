/**
 * Rounds a value to so many parts of one. Values are published rounded so that a reader can recompute them, and so that
 * a busy artist's next partner, which moves the term of a common neighbour by some thousandths, does not republish every
 * pair around it.
 */
export function roundTo(value: number, parts: number): number {
  return Math.floor(value * parts + 0.5) / parts;
}
