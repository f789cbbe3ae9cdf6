import type { AdjacencyIndex } from "@interlude/core-graph";
import { type ColdStartWorld, coldStartPartners, isColdStartPair } from "./cold-start/cold-start-pairs.js";
import type { PairFacts } from "./features/link-feature.js";
import { type PairFeatures, featuresOf, transformed } from "./features/link-features.js";
import type { PairWorld } from "./features/pair-world.js";
import { type LinkModel, checkFeatures, pointsPassed } from "./link-model.js";
import { contributions, linearScore, sigmoid } from "./logistic-model.js";
import { type LogitSource, PairLogits } from "./pair-logits.js";
import { adamicAdarTerm } from "./pairs/exact-terms.js";
import { TwoHopPairs } from "./pairs/two-hop-pairs.js";

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
  /** Of each of `sharedNeighbours`: its part of the Adamic–Adar sum over all common neighbours, from 0 to 1. */
  readonly neighbourShares: readonly number[];
  /** Whether the pair was found by attributes: one of the two has no pair at distance two. */
  readonly coldStart: boolean;
}

/** A graph and what else features of its pairs are computed from. */
export interface GraphWorld extends PairWorld, ColdStartWorld {
  readonly graph: AdjacencyIndex;
}

/** Finds candidates on one state of the graph; valid until it changes, and again from {@link CandidateFinder.renew} on. */
export class CandidateFinder {
  readonly #described: TwoHopPairs;
  readonly #own: PairLogits;
  #logits: LogitSource;
  #world: GraphWorld;

  /**
   * @param threshold the probability that a candidate must reach; Infinity lets nothing through
   * @throws LinkError `LINKS_UNKNOWN_FEATURES` for a model of other features than this build computes
   */
  constructor(
    world: GraphWorld,
    private readonly model: LinkModel,
    threshold: number,
  ) {
    checkFeatures(model);
    this.#world = world;
    this.#own = new PairLogits(world, model, threshold);
    this.#logits = this.#own;
    this.#described = new TwoHopPairs(world.graph, { threeStepPaths: true, amongCommon: true });
  }

  /** The state of the world is another from now on; its graph is the same object, and so is memory as large as it. */
  renew(world: GraphWorld): void {
    this.#own.renew(world);
    this.#world = world;
  }

  /**
   * The candidates of one artist with those others that `accept` (ids) lets in, in no particular order. Which
   * candidates there are, and every bit of them, depends on the world, the model and the threshold alone.
   */
  candidatesOf(artist: number, accept: (other: number) => boolean): Candidate[] {
    const passing: number[] = [];
    this.forEachPassing(artist, accept, (other) => passing.push(other));
    return this.describe(artist, passing);
  }

  /** Pairs of an artist and others (ids) with everything that the model looked at, whether they pass or not. */
  describe(artist: number, others: readonly number[]): Candidate[] {
    if (others.length === 0) return [];
    this.#described.to(artist, others);
    const features = featuresOf(this.#described.selected, this.#world);
    return others.map((other, i) => this.#describe(artist, other, features[i]!));
  }

  /** As {@link LogitSource.forEachKnown}. */
  forEachKnown(
    artist: number,
    accept: (other: number) => boolean,
    visit: (other: number, logit: number) => void,
  ): void {
    this.#logits.forEachKnown(artist, accept, visit);
  }

  /** As {@link LogitSource.forEachPassing}, cold-start pairs included. */
  forEachPassing(
    artist: number,
    accept: (other: number) => boolean,
    visit: (other: number, logit: number) => void,
  ): void {
    this.#logits.forEachPassing(artist, accept, visit);
    this.#own.forEachPassingAmong(artist, coldStartPartners(this.#world, artist).filter(accept), visit);
  }

  /** Whether two artists (ids) did not record together and have a common neighbour, or are a cold-start pair. */
  isOpen(artist: number, other: number): boolean {
    const { graph } = this.#world;
    if (graph.hasEdge(artist, other)) return false;
    return graph.commonNeighbours(artist, other).length > 0 || isColdStartPair(this.#world, artist, other);
  }

  /**
   * Takes logits of known pairs and of pairs at distance two that were computed elsewhere, for the artists that are asked for
   * next; null has them computed here.
   */
  useLogits(logits: LogitSource | null): void {
    this.#logits = logits ?? this.#own;
  }

  #describe(artist: number, other: number, features: PairFeatures): Candidate {
    const row = transformed(features);
    const logit = linearScore(this.model, row);
    const probability = sigmoid(logit);
    const { graph } = this.#world;
    const { mbids } = graph;
    const [a, b] = mbids.compare(artist, other) < 0 ? [artist, other] : [other, artist];
    const neighbours = graph
      .commonNeighbours(a, b)
      .sort((x, y) => graph.degree(x) - graph.degree(y) || mbids.compare(x, y));
    const terms = neighbours.map((id) => adamicAdarTerm(graph.degree(id)));
    const sum = terms.reduce((total, term) => total + term, 0);
    return {
      artistA: mbids.mbidOf(a),
      artistB: mbids.mbidOf(b),
      features,
      degreeA: graph.degree(a),
      degreeB: graph.degree(b),
      probability,
      logit,
      contributions: contributions(this.model, row),
      operatingPoints: pointsPassed(this.model, probability),
      sharedNeighbours: neighbours.slice(0, NAMED_NEIGHBOURS).map((id) => mbids.mbidOf(id)),
      sharedGenres: this.#world.facts?.sharedGenreNames(a, b) ?? [],
      neighbourShares: terms.slice(0, NAMED_NEIGHBOURS).map((term) => term / sum),
      coldStart: isColdStartPair(this.#world, a, b),
    };
  }
}

/**
 * All candidates of a graph, sorted by their MBIDs: what streaming must have arrived at, whatever the edits were.
 */
export function allCandidates(world: GraphWorld, model: LinkModel, threshold: number): Candidate[] {
  const finder = new CandidateFinder(world, model, threshold);
  const all: Candidate[] = [];
  for (let artist = 0; artist < world.graph.artistCount; artist += 1) {
    for (const candidate of finder.candidatesOf(artist, (other) => other > artist)) all.push(candidate);
  }
  return all.sort(compareCandidates);
}

/** Order by `artistA`, then `artistB`. */
export function compareCandidates(x: Candidate, y: Candidate): number {
  if (x.artistA !== y.artistA) return x.artistA < y.artistA ? -1 : 1;
  return x.artistB < y.artistB ? -1 : Number(x.artistB > y.artistB);
}
