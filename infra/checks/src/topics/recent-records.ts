const FIRST_SIZE = 256;

/** The fingerprints of the last records of a partition, by their position in it; older ones are forgotten. */
export class RecentRecords {
  #fingerprints = new Float64Array(FIRST_SIZE);
  #end = 0;

  constructor(private readonly most: number) {}

  /** Position that the next record gets. */
  get end(): number {
    return this.#end;
  }

  push(fingerprint: number): void {
    if (this.#end === this.#fingerprints.length && this.#end < this.most) {
      const grown = new Float64Array(Math.min(this.most, 2 * this.#end));
      grown.set(this.#fingerprints);
      this.#fingerprints = grown;
    }
    this.#fingerprints[this.#end % this.#fingerprints.length] = fingerprint;
    this.#end += 1;
  }

  has(position: number, fingerprint: number): boolean {
    return this.#fingerprints[position % this.#fingerprints.length] === fingerprint;
  }

  /** Where a fingerprint is among them, oldest first. */
  positionsOf(fingerprint: number): number[] {
    const positions: number[] = [];
    for (let at = Math.max(0, this.#end - this.#fingerprints.length); at < this.#end; at += 1) {
      if (this.has(at, fingerprint)) positions.push(at);
    }
    return positions;
  }
}
