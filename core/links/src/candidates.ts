import type { AdjacencyIndex } from "@interlude/core-graph";
import { FeaturedPairs } from "./featured-pairs.js";
import type { PairFacts } from "./link-feature.js";
import { FEATURE_COUNT, type PairFeatures, namedFeatures, transformFeatures } from "./link-features.js";
import { type LinkModel, checkFeatures, pointsPassed } from "./link-model.js";
import { contributions, linearScore, sigmoid } from "./logistic-model.js";

/** How many common neighbours a candidate names. */
const NAMED_NEIGHBOURS = 3;

/** A pair that never recorded together and reaches the threshold, with everything the model looked at. */
export interface Candidate extends PairFacts {
  /** MBIDs, `artistA` before `artistB` as text. */
  readonly artistA: string;
  readonly artistB: string;
  readonly features: PairFeatures;
  readonly probability: number;
  readonly logit: number;
  /** By feature of the model, in its order. */
  readonly contributions: readonly number[];
  readonly operatingPoints: readonly string[];
}

/** Finds candidates on one state of the graph. */
export class CandidateFinder {
  readonly #pairs: FeaturedPairs;
  readonly #row = new Float64Array(FEATURE_COUNT);

  /**
   * @param threshold the probability that a candidate must reach; Infinity lets nothing through
   * @throws LinkError `LINKS_UNKNOWN_FEATURES` for a model of other features than this build computes
   */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly model: LinkModel,
    private readonly threshold: number,
  ) {
    checkFeatures(model);
    this.#pairs = new FeaturedPairs(adjacency, model.asOf);
  }

  /**
   * The candidates of one artist with those others that `accept` (ids) lets in, in no particular order. Which
   * candidates there are, and every bit of them, depends on the graph, the model and the threshold alone.
   */
  candidatesOf(artist: number, accept: (other: number) => boolean): Candidate[] {
    const found: Candidate[] = [];
    this.forEachPassing(artist, accept, (other, values, logit) => {
      found.push(this.#describe(artist, other, values, logit));
    });
    return found;
  }

  /** Calls `visit` with the feature values and logit of each pair that reaches the threshold. */
  forEachPassing(
    artist: number,
    accept: (other: number) => boolean,
    visit: (other: number, values: Float64Array, logit: number) => void,
  ): void {
    if (this.threshold === Infinity) return;
    this.#pairs.forEach(artist, { scope: "all", accept }, (other, values) => {
      const logit = linearScore(this.model, transformFeatures(values, this.#row));
      if (sigmoid(logit) >= this.threshold) visit(other, values, logit);
    });
  }

  #describe(artist: number, other: number, values: Float64Array, logit: number): Candidate {
    const probability = sigmoid(logit);
    const { mbids } = this.adjacency;
    const [a, b] = mbids.compare(artist, other) < 0 ? [artist, other] : [other, artist];
    return {
      artistA: mbids.mbidOf(a),
      artistB: mbids.mbidOf(b),
      features: namedFeatures(values),
      degreeA: this.adjacency.degree(a),
      degreeB: this.adjacency.degree(b),
      probability,
      logit,
      contributions: contributions(this.model, transformFeatures(values, this.#row)),
      operatingPoints: pointsPassed(this.model, probability),
      sharedNeighbours: this.#sharedNeighbours(a, b),
    };
  }

  #sharedNeighbours(a: number, b: number): string[] {
    const { mbids } = this.adjacency;
    return this.adjacency
      .commonNeighbours(a, b)
      .sort((x, y) => this.adjacency.degree(x) - this.adjacency.degree(y) || mbids.compare(x, y))
      .slice(0, NAMED_NEIGHBOURS)
      .map((id) => mbids.mbidOf(id));
  }
}

/**
 * All candidates of a graph, sorted by their MBIDs: what streaming must have arrived at, whatever the edits were.
 */
export function allCandidates(adjacency: AdjacencyIndex, model: LinkModel, threshold: number): Candidate[] {
  const finder = new CandidateFinder(adjacency, model, threshold);
  const all: Candidate[] = [];
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    all.push(...finder.candidatesOf(artist, (other) => other > artist));
  }
  return all.sort(compareCandidates);
}

/** Order by `artistA`, then `artistB`. */
export function compareCandidates(x: Candidate, y: Candidate): number {
  if (x.artistA !== y.artistA) return x.artistA < y.artistA ? -1 : 1;
  return x.artistB < y.artistB ? -1 : Number(x.artistB > y.artistB);
}
