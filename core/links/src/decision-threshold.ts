import { CandidateFinder, type GraphWorld } from "./candidates.js";
import type { DecisionThreshold, LinkModel, LinkOperatingPoint } from "./link-model.js";
import { sigmoid } from "./logistic-model.js";
import { TopK } from "./top-k.js";

/** Operating points in order of preference, if none is named. */
const PREFERRED = ["prevalence-80", "balanced-80"];
/** Candidates an artist, on average, that a threshold lets through at most when it is chosen. */
const CANDIDATES_AN_ARTIST = 1;

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

/** The decision threshold of the selected operating point; null if there is none, then there are no candidates. */
export function selectDecisionThreshold(model: LinkModel, name?: string): DecisionThreshold | null {
  const point = selectOperatingPoint(model, name);
  return model.decisionThresholds.find(({ operatingPoint }) => operatingPoint === point?.name) ?? null;
}

/**
 * Chooses the decision thresholds of a model on a graph, one for each operating point that it reaches: that of the point,
 * raised as far as needed for no more than one candidate an artist. A precision against balanced pairs lets a tenth of
 * all pairs at distance two through, far more than a reader can use; the most probable ones have that precision as well.
 *
 * They are chosen when a model is trained and stay, so that whether a pair is a candidate depends on nothing but its own
 * neighbourhood.
 */
export function decisionThresholds(world: GraphWorld, model: LinkModel): DecisionThreshold[] {
  const reached = model.operatingPoints.flatMap(({ name, threshold }) =>
    threshold === null ? [] : [{ name, threshold, passing: 0 }],
  );
  if (reached.length === 0) return [];
  const most = world.graph.connectedArtistCount * CANDIDATES_AN_ARTIST;
  const highest = new TopK(most);
  const finder = new CandidateFinder(world, model, Math.min(...reached.map(({ threshold }) => threshold)));
  for (let artist = 0; artist < world.graph.artistCount; artist += 1) {
    finder.forEachPassing(
      artist,
      (other) => other > artist,
      (_other, logit) => {
        const probability = sigmoid(logit);
        highest.add(probability);
        for (const point of reached) point.passing += Number(probability >= point.threshold);
      },
    );
  }
  const leastOfHighest = highest.threshold() ?? 0;
  return reached.map(({ name, threshold, passing }) => ({
    operatingPoint: name,
    probability: passing <= most ? threshold : Math.max(threshold, leastOfHighest),
  }));
}
