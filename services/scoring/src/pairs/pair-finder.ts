import {
  type ArtistFacts,
  type AttributeCells,
  type Candidate,
  CandidateFinder,
  type DecisionThreshold,
  type GraphWorld,
  type LinkModel,
  type LogitSource,
  lowestProbability,
  worldOf,
} from "@interlude/core-links";
import type { AdjacencyIndex, CollaborationGraph } from "@interlude/core-graph";
import type { PairFeedback } from "../feedback/feedback.repository.js";
import { NO_VERDICT, verdictNow } from "../feedback/verdict-now.js";
import { type LookTerms, type PairLook, type ScoredPair, isCandidate } from "./pair-transition.js";

/** What to score with. */
export interface Scoring extends Pick<LookTerms, "now" | "isEpoch"> {
  readonly graph: CollaborationGraph;
  /** By the graph's ids of artists. */
  readonly facts: ArtistFacts;
  /** By the same ids. */
  readonly cells: AttributeCells;
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

/** Which pairs of an artist to look at, and what is known of them. */
export interface PairSelection {
  /** Of another artist's id: whether to look at the pair. */
  readonly accept: (other: number) => boolean;
  readonly storedOf: (other: number) => ScoredPair | null;
  /** What readers think of pairs of the artist, by the other's id. */
  readonly feedback: ReadonlyMap<number, PairFeedback>;
}

/** Looks for the pairs of artists on one state of the graph at a time. */
export class PairFinder {
  readonly #finder: CandidateFinder;
  readonly #adjacency: AdjacencyIndex;
  #terms: LookTerms;

  constructor(scoring: Scoring) {
    this.#terms = termsOf(scoring);
    const lowest = lowestProbability(this.#terms.threshold);
    this.#finder = new CandidateFinder(worldFor(scoring), scoring.model, lowest);
    this.#adjacency = scoring.graph.adjacency;
  }

  get terms(): LookTerms {
    return this.#terms;
  }

  /**
   * Goes on with a later state of the graph, in the memory that it has, which is as large as the graph. False if the graph
   * is another one, or what it is scored with.
   */
  renew(scoring: Scoring): boolean {
    const [before, terms] = [this.#terms, termsOf(scoring)];
    const isSame = before.modelId === terms.modelId && before.threshold === terms.threshold;
    if (!isSame || this.#adjacency !== scoring.graph.adjacency) return false;
    this.#terms = terms;
    this.#finder.renew(worldFor(scoring));
    return true;
  }

  /** Takes logits that were computed elsewhere, for the artists that are asked for next; null has them computed here. */
  useLogits(logits: LogitSource | null): void {
    this.#finder.useLogits(logits);
  }

  /**
   * Calls `visit` with every pair of an artist that is known, near enough to the threshold to be a candidate, or accepted by
   * a reader.
   */
  forEach(artist: number, selection: PairSelection, visit: (found: FoundPair) => void): void {
    const { accept, storedOf, feedback } = selection;
    const finder = this.#finder;
    finder.forEachKnown(artist, accept, (other, logit) => {
      visit({ a: artist, b: other, isKnown: true, ...NO_VERDICT, logit, candidate: null });
    });
    const near: number[] = [];
    const seen = new Set<number>();
    finder.forEachPassing(artist, accept, (other, logit) => {
      const look = { isKnown: false, ...this.#verdictOn(artist, other, logit, feedback), logit };
      if (feedback.size > 0) seen.add(other);
      if (isCandidate(storedOf(other), { ...look, arePresent: true }, this.terms)) near.push(other);
      else visit({ a: artist, b: other, ...look, candidate: null });
    });
    for (const other of this.#accepted(artist, selection)) if (!seen.has(other)) near.push(other);
    finder.describe(artist, near).forEach((candidate, n) => {
      const { logit } = candidate;
      const verdict = this.#verdictOn(artist, near[n]!, logit, feedback);
      visit({ a: artist, b: near[n]!, isKnown: false, ...verdict, logit, candidate });
    });
  }

  #verdictOn(
    artist: number,
    other: number,
    logit: number,
    feedback: PairSelection["feedback"],
  ): ReturnType<typeof verdictNow> {
    const given = feedback.get(other);
    if (given === undefined) return NO_VERDICT;
    const commonNeighbours = this.#adjacency.commonNeighbours(artist, other).length;
    return verdictNow(given, { logit, commonNeighbours });
  }

  /** Others whose pairs with an artist a reader accepted, and of which there is something to score. */
  #accepted(artist: number, { accept, feedback }: PairSelection): number[] {
    if (this.terms.threshold === Infinity) return [];
    return [...feedback].flatMap(([other, { verdict }]) => {
      const isOne = verdict === "accepted" && accept(other) && this.#finder.isOpen(artist, other);
      return isOne ? [other] : [];
    });
  }
}

function termsOf({ model, threshold, now, isEpoch }: Scoring): LookTerms {
  return { modelId: model.id, threshold: threshold?.probability ?? Infinity, isEpoch, now };
}

function worldFor({ graph, model, facts, cells }: Scoring): GraphWorld {
  return worldOf(graph, model.asOf, facts, cells);
}
