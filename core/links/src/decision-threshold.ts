import type { AdjacencyIndex } from "@interlude/core-graph";
import { CandidateFinder } from "./candidates.js";
import type { LinkModel, LinkOperatingPoint } from "./link-model.js";
import { sigmoid } from "./logistic-model.js";
import { TopK } from "./top-k.js";

/** Operating points in order of preference, if none is named. */
const PREFERRED = ["prevalence-80", "balanced-80"];
/** Candidates an artist, on average, that a threshold lets through at most when it is chosen. */
const CANDIDATES_AN_ARTIST = 1;

/** The probability at which a pair is published as a candidate. */
export interface DecisionThreshold {
  /** Name of the operating point whose precision the candidates have. */
  readonly operatingPoint: string;
  /** At least the threshold of that point. */
  readonly probability: number;
}

/**
 * The operating point that candidates must pass: the named one, or else the first of the preferred ones that the model
 * reaches, true prevalence first. Null if the model reaches none on held-out pairs; then there are no candidates.
 */
export function selectOperatingPoint(model: LinkModel, name?: string): LinkOperatingPoint | null {
  for (const preferred of name === undefined ? PREFERRED : [name]) {
    const point = model.operatingPoints.find((candidate) => candidate.name === preferred);
    if (point !== undefined && point.threshold !== null) return point;
  }
  return null;
}

/**
 * Chooses the decision threshold on a graph: that of the operating point, raised as far as needed for no more than one
 * candidate an artist. A precision against balanced pairs lets a tenth of all pairs at distance two through, far more
 * than a reader can use; the most probable ones have that precision as well.
 *
 * It is chosen when a model comes into use and stays until the next, so that whether a pair is a candidate depends on
 * nothing but its own neighbourhood.
 */
export function chooseDecisionThreshold(
  adjacency: AdjacencyIndex,
  model: LinkModel,
  point: LinkOperatingPoint | null,
): DecisionThreshold | null {
  if (point === null || point.threshold === null) return null;
  const highest = new TopK(adjacency.connectedArtistCount * CANDIDATES_AN_ARTIST);
  const finder = new CandidateFinder(adjacency, model, point.threshold);
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    finder.forEachPassing(
      artist,
      (other) => other > artist,
      (_other, _values, logit) => highest.add(sigmoid(logit)),
    );
  }
  return { operatingPoint: point.name, probability: highest.threshold() ?? point.threshold };
}
