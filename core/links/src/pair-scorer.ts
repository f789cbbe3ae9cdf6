import { MODEL_FEATURES } from "./features/link-features.js";
import { type LinkFeature, transformValue } from "./features/link-feature.js";
import type { PairWorld } from "./features/pair-world.js";
import { type LogisticModel } from "./logistic-model.js";
import type { PairColumns } from "./pairs/pair-columns.js";
import type { PairWalks } from "./pairs/two-hop-pairs.js";

/** Contributions that are computed once for a feature of whole parts; those of higher values are computed each time. */
const TABLE = 2 ** 14;

/** The costlier sums that a model reads; none for features that it gives no weight. */
export function walksOf({ coefficients }: Pick<LogisticModel, "coefficients">): PairWalks {
  const needs = (walk: keyof PairWalks): boolean =>
    MODEL_FEATURES.some((feature, j) => feature.walk === walk && coefficients[j] !== 0);
  return { threeStepPaths: needs("threeStepPaths"), amongCommon: needs("amongCommon") };
}

/**
 * Logits of many pairs, column by column: one feature of all pairs of an artist after the other, so that every loop is of
 * one formula. Contributions are added in the order of the coefficients, as `linearScore` does, and give the same bits.
 */
export class PairScorer {
  readonly #terms: readonly Term[];
  #values = new Float64Array(64);
  #logits = new Float64Array(64);

  constructor(private readonly model: LogisticModel) {
    this.#terms = MODEL_FEATURES.map((feature, j) => new Term(feature, model, j)).filter(
      ({ weight }) => weight !== 0,
    );
  }

  /** The logits of the pairs, of which the first `pairs.count` entries count; overwritten by the next call. */
  score(pairs: PairColumns, world: PairWorld): Float64Array {
    const { count } = pairs;
    if (count > this.#logits.length) {
      this.#values = new Float64Array(2 * count);
      this.#logits = new Float64Array(2 * count);
    }
    const [values, logits] = [this.#values, this.#logits];
    logits.fill(this.model.intercept, 0, count);
    for (const term of this.#terms) {
      if (term.addsNothingTo(pairs)) continue;
      term.feature.values(pairs, world, values);
      term.addTo(logits, values, count);
    }
    return logits;
  }
}

/** A feature with what the model makes of it. */
class Term {
  readonly weight: number;
  readonly #mean: number;
  /** Contribution by whole parts of the value; empty for a feature without. */
  readonly #table: Float64Array;
  readonly #parts: number;

  constructor(
    readonly feature: LinkFeature,
    { coefficients, means, scales }: LogisticModel,
    j: number,
  ) {
    this.weight = coefficients[j]! / scales[j]!;
    this.#mean = means[j]!;
    this.#parts = feature.parts ?? 0;
    this.#table = Float64Array.from({ length: this.#parts === 0 ? 0 : TABLE }, (_, parts) =>
      this.#contribution(parts / this.#parts),
    );
  }

  /** Whether its value and its mean are 0 for all of these pairs. */
  addsNothingTo({ areAtDistanceTwo }: PairColumns): boolean {
    return this.feature.isApart === true && areAtDistanceTwo && this.#mean === 0;
  }

  addTo(logits: Float64Array, values: Float64Array, count: number): void {
    const table = this.#table;
    const parts = this.#parts;
    const last = table.length / Math.max(1, parts);
    for (let i = 0; i < count; i += 1) {
      const value = values[i]!;
      if (value < last) logits[i]! += table[(value * parts + 0.5) | 0]!;
      // A value that is not known (NaN) adds nothing: it is taken as average.
      else if (value === value) logits[i]! += this.#contribution(value);
    }
  }

  #contribution(value: number): number {
    return this.weight * (transformValue(value, this.feature.transform) - this.#mean);
  }
}
