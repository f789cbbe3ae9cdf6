import { FEATURE_COUNT, transformFeatures } from "./link-features.js";

/** Rows for fitting or evaluating, positives first, as the regression sees them. */
export interface LabelledRows {
  /** labels.length × FEATURE_COUNT, row-major. */
  readonly values: Float64Array;
  readonly labels: Uint8Array;
}

const HASHES = 2 ** 32;

/**
 * Collects labelled pairs in bounded memory: every positive, and those negatives whose hash lies below a bar that
 * is halved whenever more than `limit` would be kept. What is kept depends on the pairs' hashes alone, not on the
 * order in which they come.
 */
export class PairSample {
  readonly #positives = new HashedRows();
  readonly #negatives = new HashedRows();
  #bar = HASHES;

  constructor(private readonly limit: number) {}

  /** Share of the negatives that are kept. */
  get samplingRate(): number {
    return this.#bar / HASHES;
  }

  /** Offers one pair with the unsigned 32-bit hash of its two MBIDs and its feature values, see `featuresOf`. */
  add(hash: number, isLink: boolean, values: ArrayLike<number>): void {
    if (isLink) {
      this.#positives.push(hash, values);
      return;
    }
    if (hash >= this.#bar) return;
    this.#negatives.push(hash, values);
    while (this.#negatives.count > this.limit) {
      this.#bar /= 2;
      this.#negatives.keepBelow(this.#bar);
    }
  }

  /** All positives and as many negatives, those of lowest hash; all negatives when there are fewer. */
  balanced(): LabelledRows {
    const hashes = Float64Array.from(this.#negatives.rows(HASHES), (row) =>
      this.#negatives.hashOf(row),
    ).sort();
    const firstLeftOut = hashes[this.#positives.count] ?? HASHES;
    return this.#labelled(HASHES, firstLeftOut);
  }

  /** Positives and negatives in their true proportion: all of them, or both thinned to the sampling rate. */
  prevalent(): LabelledRows {
    return this.#labelled(this.#bar, this.#bar);
  }

  #labelled(positivesBelow: number, negativesBelow: number): LabelledRows {
    const positives = this.#positives.rows(positivesBelow);
    const negatives = this.#negatives.rows(negativesBelow);
    const labels = new Uint8Array(positives.length + negatives.length).fill(1, 0, positives.length);
    const values = new Float64Array(labels.length * FEATURE_COUNT);
    positives.forEach((row, at) => values.set(this.#positives.featuresOf(row), at * FEATURE_COUNT));
    negatives.forEach((row, at) =>
      values.set(this.#negatives.featuresOf(row), (positives.length + at) * FEATURE_COUNT),
    );
    return { values, labels };
  }
}

/** Growing rows of a hash followed by features. */
class HashedRows {
  static readonly #WIDTH = FEATURE_COUNT + 1;
  #data = new Float64Array(256 * HashedRows.#WIDTH);
  count = 0;

  push(hash: number, values: ArrayLike<number>): void {
    const start = this.count * HashedRows.#WIDTH;
    if (start === this.#data.length) {
      const grown = new Float64Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[start] = hash;
    transformFeatures(values, this.#data, start + 1);
    this.count += 1;
  }

  hashOf(row: number): number {
    return this.#data[row * HashedRows.#WIDTH]!;
  }

  featuresOf(row: number): Float64Array {
    return this.#data.subarray(row * HashedRows.#WIDTH + 1, (row + 1) * HashedRows.#WIDTH);
  }

  /** Numbers of the rows whose hash is below `bar`, in the order they came. */
  rows(bar: number): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.count; row += 1) if (this.hashOf(row) < bar) rows.push(row);
    return rows;
  }

  /** Drops the rows whose hash is not below `bar`; the others keep their order. */
  keepBelow(bar: number): void {
    const width = HashedRows.#WIDTH;
    let kept = 0;
    for (const row of this.rows(bar)) {
      this.#data.copyWithin(kept * width, row * width, (row + 1) * width);
      kept += 1;
    }
    this.count = kept;
  }
}
