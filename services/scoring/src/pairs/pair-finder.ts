import {
  type ArtistFacts,
  type Candidate,
  CandidateFinder,
  type DecisionThreshold,
  type LinkModel,
  lowestProbability,
  worldOf,
} from "@interlude/core-links";
import type { CollaborationGraph } from "@interlude/core-graph";
import { type LookTerms, type PairLook, type ScoredPair, isCandidate } from "./pair-transition.js";

/** What to score with. */
export interface Scoring extends Pick<LookTerms, "now" | "isEpoch"> {
  readonly graph: CollaborationGraph;
  /** By the graph's ids of artists. */
  readonly facts: ArtistFacts;
  readonly model: LinkModel;
  /** Null lets nothing through. */
  readonly threshold: DecisionThreshold | null;
}

/** A pair as the graph and the model have it. */
export interface FoundPair extends Omit<PairLook, "arePresent"> {
  /** Ids. */
  readonly a: number;
  readonly b: number;
  /** What to publish of it, if it is a candidate. */
  readonly candidate: Candidate | null;
}

/** Looks for the pairs of artists on one state of the graph. */
export class PairFinder {
  readonly terms: LookTerms;
  readonly #finder: CandidateFinder;

  constructor({ graph, facts, model, threshold, now, isEpoch }: Scoring) {
    const probability = threshold?.probability ?? Infinity;
    this.terms = { modelId: model.id, threshold: probability, isEpoch, now };
    this.#finder = new CandidateFinder(
      worldOf(graph, model.asOf, facts),
      model,
      lowestProbability(probability),
    );
  }

  /**
   * Calls `visit` with every pair of an artist that is known or near enough to the threshold to be a candidate, with those
   * others that `accept` (ids) lets in.
   */
  forEach(
    artist: number,
    {
      accept,
      storedOf,
    }: { accept: (other: number) => boolean; storedOf: (other: number) => ScoredPair | null },
    visit: (found: FoundPair) => void,
  ): void {
    const finder = this.#finder;
    finder.forEachKnown(artist, accept, (other, logit) => {
      visit({ a: artist, b: other, isKnown: true, isRejected: false, logit, candidate: null });
    });
    const near: number[] = [];
    finder.forEachPassing(artist, accept, (other, logit) => {
      const look = { a: artist, b: other, isKnown: false, isRejected: false, logit };
      if (isCandidate(storedOf(other), { ...look, arePresent: true }, this.terms)) near.push(other);
      else visit({ ...look, candidate: null });
    });
    finder.describe(artist, near).forEach((candidate, n) => {
      const { logit } = candidate;
      visit({ a: artist, b: near[n]!, isKnown: false, isRejected: false, logit, candidate });
    });
  }
}
