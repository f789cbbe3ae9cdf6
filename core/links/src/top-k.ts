/** Keeps the k highest of many values in bounded memory, in any order of arrival. */
export class TopK {
  readonly #values: Float64Array;
  #count = 0;
  #overflowed = false;

  constructor(private readonly k: number) {
    this.#values = new Float64Array(2 * k + 2);
  }

  add(value: number): void {
    if (this.#count === this.#values.length) this.#compact();
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  /** The least value that at most k values reach, or the highest value if it occurs more often; null if all fit. */
  threshold(): number | null {
    this.#compact();
    if (!this.#overflowed && this.#count <= this.k) return null;
    const highest = this.#values[0]!;
    const firstLeftOut = this.#values[this.k]!;
    return this.#values.subarray(0, this.k).findLast((value) => value > firstLeftOut) ?? highest;
  }

  /** Sorts from the highest and keeps one value more than k. */
  #compact(): void {
    this.#values.subarray(0, this.#count).sort().reverse();
    if (this.#count <= this.k + 1) return;
    this.#count = this.k + 1;
    this.#overflowed = true;
  }
}
