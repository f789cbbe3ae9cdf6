import type { AdjacencyIndex } from "@interlude/core-graph";
import { CandidateFinder } from "./candidates.js";
import type { LinkModel, LinkOperatingPoint } from "./link-model.js";
import { sigmoid } from "./logistic-model.js";

/** Gates in order of preference, when none is named. */
const PREFERRED = ["prevalence-80", "balanced-80"];
/** Candidates an artist, on average, that a gate lets through at most when it is set. */
const CANDIDATES_AN_ARTIST = 1;

/** What a pair must reach to be published as a candidate. */
export interface CandidateGate {
  /** The operating point whose promise the candidates keep. */
  readonly name: string;
  /** At least the threshold of that point. */
  readonly threshold: number;
}

/**
 * The operating point to gate with: the named one, or else the laxest promise that was earned, true prevalence
 * first. Null when it was not earned; then there are no candidates.
 */
export function earnedPoint(model: LinkModel, name?: string): LinkOperatingPoint | null {
  for (const preferred of name === undefined ? PREFERRED : [name]) {
    const point = model.operatingPoints.find((candidate) => candidate.name === preferred);
    if (point !== undefined && point.threshold !== null) return point;
  }
  return null;
}

/**
 * Sets the gate on a graph: the threshold of the earned point, raised as far as needed for no more than one
 * candidate an artist. A promise against balanced pairs lets a tenth of all pairs at distance two through, far more
 * than anybody would read; the most probable ones keep the promise as well.
 *
 * The threshold is set when a model comes into use and stays until the next, so that whether a pair is a candidate
 * depends on nothing but its own neighbourhood.
 */
export function setGate(
  adjacency: AdjacencyIndex,
  model: LinkModel,
  point: LinkOperatingPoint | null,
): CandidateGate | null {
  if (point === null || point.threshold === null) return null;
  const best = new HighestValues(adjacency.connectedArtistCount * CANDIDATES_AN_ARTIST);
  const finder = new CandidateFinder(adjacency, model, point.threshold);
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    finder.forEachPassing(
      artist,
      (other) => other > artist,
      (_other, _features, logit) => best.add(sigmoid(logit)),
    );
  }
  return { name: point.name, threshold: best.threshold() ?? point.threshold };
}

/** Keeps the highest of many values in bounded memory, in any order of arrival. */
export class HighestValues {
  private readonly values: Float64Array;
  private count = 0;
  private overflowed = false;

  constructor(private readonly capacity: number) {
    this.values = new Float64Array(2 * capacity + 2);
  }

  add(value: number): void {
    if (this.count === this.values.length) this.compact();
    this.values[this.count] = value;
    this.count += 1;
  }

  /**
   * The least value such that at most `capacity` values reach it, or the highest value where it occurs more often;
   * null when all values fit.
   */
  threshold(): number | null {
    this.compact();
    if (!this.overflowed && this.count <= this.capacity) return null;
    const highest = this.values[0]!;
    const firstLeftOut = this.values[this.capacity]!;
    return this.values.subarray(0, this.capacity).findLast((value) => value > firstLeftOut) ?? highest;
  }

  /** Sorts from the highest and keeps one value more than the capacity. */
  private compact(): void {
    this.values.subarray(0, this.count).sort().reverse();
    if (this.count <= this.capacity + 1) return;
    this.count = this.capacity + 1;
    this.overflowed = true;
  }
}
