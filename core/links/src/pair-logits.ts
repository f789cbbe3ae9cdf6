import type { PairWorld } from "./features/pair-world.js";
import type { LinkModel } from "./link-model.js";
import { sigmoid } from "./logistic-model.js";
import { PairScorer, walksOf } from "./pair-scorer.js";
import { TwoHopPairs } from "./pairs/two-hop-pairs.js";

type Accept = (other: number) => boolean;
type Visit = (other: number, logit: number) => void;

/** Where the logits of an artist's pairs come from. */
export interface LogitSource {
  /**
   * Calls `visit` with the logit of each pair of `artist` that recorded together, as if the edge between the two were not
   * there; with that hidden, it is scored as any pair is.
   */
  forEachKnown(artist: number, accept: Accept, visit: Visit): void;
  /** Calls `visit` with the logit of each pair that reaches the threshold. */
  forEachPassing(artist: number, accept: Accept, visit: Visit): void;
}

/** Logits, computed on one state of the world. */
export class PairLogits implements LogitSource {
  readonly #pairs: TwoHopPairs;
  readonly #scorer: PairScorer;
  #world: PairWorld;
  /** Whose pairs were enumerated last. */
  #artist = -1;

  /** @param threshold the probability that a pair must reach to pass; Infinity lets nothing through */
  constructor(
    world: PairWorld,
    model: Pick<LinkModel, "intercept" | "coefficients" | "means" | "scales">,
    private readonly threshold: number,
  ) {
    this.#world = world;
    this.#pairs = new TwoHopPairs(world.graph, walksOf(model));
    this.#scorer = new PairScorer(model);
  }

  /** The state of the world is another from now on; its graph is the same object. */
  renew(world: PairWorld): void {
    this.#world = world;
    this.#artist = -1;
  }

  forEachKnown(artist: number, accept: Accept, visit: Visit): void {
    this.#enumerate(artist);
    const { known } = this.#pairs;
    const logits = this.#scorer.score(known, this.#world);
    for (let i = 0; i < known.count; i += 1)
      if (accept(known.others[i]!)) visit(known.others[i]!, logits[i]!);
  }

  forEachPassing(artist: number, accept: Accept, visit: Visit): void {
    if (this.threshold === Infinity) return;
    this.#enumerate(artist);
    const { candidates } = this.#pairs;
    const logits = this.#scorer.score(candidates, this.#world);
    for (let i = 0; i < candidates.count; i += 1) {
      const other = candidates.others[i]!;
      if (sigmoid(logits[i]!) >= this.threshold && accept(other)) visit(other, logits[i]!);
    }
  }

  /** The same of the pairs of `artist` and `others`, whatever their distance; they are not joined. */
  forEachPassingAmong(artist: number, others: readonly number[], visit: Visit): void {
    if (this.threshold === Infinity || others.length === 0) return;
    this.#pairs.to(artist, others);
    const logits = this.#scorer.score(this.#pairs.selected, this.#world);
    others.forEach((other, i) => {
      if (sigmoid(logits[i]!) >= this.threshold) visit(other, logits[i]!);
    });
  }

  #enumerate(artist: number): void {
    if (artist !== this.#artist) this.#pairs.enumerate(artist, "all", "candidates and known");
    this.#artist = artist;
  }
}
