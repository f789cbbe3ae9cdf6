/**
 * Terms of sums over neighbours, rounded so that the sums are exact in Float64: they do not depend on the order of the
 * neighbours, nor on the end of the pair from which they are added up, and can be compared bit for bit.
 */
const QUANTUM = 2 ** 36;
/** Unit of {@link pathWeight}: a sum of 2^14 products of two of them is exact. */
const PATH_QUANTUM = 2 ** 19;

/**
 * The Adamic–Adar term of a common neighbour with `degree` neighbours: 1/ln(degree), rounded to a multiple of
 * 2^-36. A sum of up to 65,536 such terms is exact. A common neighbour has at least two neighbours, so degrees 0 and 1
 * give 0.
 */
export function adamicAdarTerm(degree: number): number {
  return degree < 2 ? 0 : Math.round(QUANTUM / Math.log(degree)) / QUANTUM;
}

/** The resource-allocation term of a common neighbour: 1/degree, rounded to a multiple of 2^-36; 0 for degree 0. */
export function resourceAllocationTerm(degree: number): number {
  return degree === 0 ? 0 : Math.round(QUANTUM / degree) / QUANTUM;
}

/**
 * What an inner vertex weighs in a path of length three, 1/√degree, rounded to a multiple of 2^-19; 0 for degree 0. A path
 * weighs the product of its two inner vertices.
 */
export function pathWeight(degree: number): number {
  return degree === 0 ? 0 : Math.round(PATH_QUANTUM / Math.sqrt(degree)) / PATH_QUANTUM;
}

/** The values of a term by degree, computed when a degree is first seen. */
export class TermTable {
  #values = new Float64Array(0);

  constructor(private readonly term: (degree: number) => number) {}

  at(degree: number): number {
    return degree < this.#values.length ? this.#values[degree]! : this.#grow(degree);
  }

  #grow(degree: number): number {
    this.#values = Float64Array.from({ length: 2 * degree + 64 }, (_, d) => this.term(d));
    return this.#values[degree]!;
  }
}
