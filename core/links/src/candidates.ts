import type { AdjacencyIndex } from "@interlude/core-graph";
import { Activity } from "./activity.js";
import { FEATURE_COUNT, type PairFeatures, readableFeatures, writeLinkFeatures } from "./link-features.js";
import { type LinkModel, checkFeatures, pointsPassed } from "./link-model.js";
import { contributions, linearScore, sigmoid } from "./logistic-model.js";
import { PairSweep } from "./pair-sweep.js";

/** How many common neighbours a candidate names. */
const WITNESSES = 3;

/** A pair that never recorded together and that the model lets through, with everything the model looked at. */
export interface Candidate {
  /** MBIDs, `artistA` before `artistB` as text. */
  readonly artistA: string;
  readonly artistB: string;
  readonly features: PairFeatures;
  readonly degreeA: number;
  readonly degreeB: number;
  readonly probability: number;
  readonly logit: number;
  /** By feature of the model, in its order. */
  readonly contributions: readonly number[];
  readonly operatingPoints: readonly string[];
  /** MBIDs of the common neighbours with the fewest partners, at most three; among equals the lower MBID. */
  readonly witnesses: readonly string[];
}

/** Finds candidates on one state of the graph. */
export class CandidateFinder {
  private readonly sweep: PairSweep;
  private readonly activity: Activity;
  private readonly row = new Float64Array(FEATURE_COUNT);

  /**
   * @param threshold the probability that a candidate must reach; Infinity lets nothing through
   * Throws LINKS_UNKNOWN_FEATURES for a model of other features than this build computes.
   */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly model: LinkModel,
    private readonly threshold: number,
  ) {
    checkFeatures(model);
    this.sweep = new PairSweep(adjacency);
    this.activity = new Activity(adjacency, model.asOf);
  }

  /**
   * The candidates of one artist with those others that `accept` (ids) lets in, in no particular order. Which
   * candidates there are, and every bit of them, depends on the graph, the model and the threshold alone.
   */
  candidatesOf(artist: number, accept: (other: number) => boolean): Candidate[] {
    const found: Candidate[] = [];
    this.forEachPassing(artist, accept, (other, features, logit) => {
      found.push(this.describe(artist, other, features, logit));
    });
    return found;
  }

  /** Calls `visit` with the features and logit of each pair that reaches the threshold. */
  forEachPassing(
    artist: number,
    accept: (other: number) => boolean,
    visit: (other: number, features: PairFeatures, logit: number) => void,
  ): void {
    if (this.threshold === Infinity) return;
    this.sweep.run(artist);
    const { candidates } = this.sweep;
    for (let i = 0; i < candidates.count; i += 1) {
      const other = candidates.others[i]!;
      if (!accept(other)) continue;
      const features = { ...candidates.at(i), inactivity: this.activity.inactivity(artist, other) };
      const logit = linearScore(this.model, writeLinkFeatures(features, this.row));
      if (sigmoid(logit) >= this.threshold) visit(other, features, logit);
    }
  }

  private describe(artist: number, other: number, features: PairFeatures, logit: number): Candidate {
    const probability = sigmoid(logit);
    const { mbids } = this.adjacency;
    const [a, b] = mbids.compare(artist, other) < 0 ? [artist, other] : [other, artist];
    return {
      artistA: mbids.mbidOf(a),
      artistB: mbids.mbidOf(b),
      features: readableFeatures(features),
      degreeA: this.adjacency.degree(a),
      degreeB: this.adjacency.degree(b),
      probability,
      logit,
      contributions: contributions(this.model, writeLinkFeatures(features, this.row)),
      operatingPoints: pointsPassed(this.model, probability),
      witnesses: this.witnesses(a, b),
    };
  }

  private witnesses(a: number, b: number): string[] {
    const { mbids } = this.adjacency;
    return this.adjacency
      .commonNeighbours(a, b)
      .sort((x, y) => this.adjacency.degree(x) - this.adjacency.degree(y) || mbids.compare(x, y))
      .slice(0, WITNESSES)
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
