import { roundTo } from "../features/rounding.js";
import { adamicAdarTerm } from "./exact-terms.js";

/**
 * The Adamic–Adar sum of a pair as candidates publish it, to two decimals.
 * @param degrees of the common neighbours; their order does not matter
 */
export function adamicAdar(degrees: Iterable<number>): number {
  let sum = 0;
  for (const degree of degrees) sum += adamicAdarTerm(degree);
  return roundTo(sum, 100);
}
