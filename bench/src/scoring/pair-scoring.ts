import {
  type GraphWorld,
  LINK_FEATURES,
  type LinkModel,
  MODEL_FEATURES,
  PairScorer,
  TwoHopPairs,
  walksOf,
} from "@interlude/core-links";
import { type PairSpeed, speedOf } from "../graph/pairs.js";
import { fastest } from "../graph/latencies.js";

type Pairs = TwoHopPairs["candidates"];

/** Features that no model weighs; they are computed only of what is published. */
const UNFITTED = LINK_FEATURES.filter(({ fitted }) => !fitted);

/** How fast the pairs at distance two of a graph are scored, each once, on one thread; contributions of none. */
export interface ScoringSpeed extends PairSpeed {
  /** The same by processor time of the process: what a machine that does nothing else would come to. */
  readonly pairsPerCpuSecond: number;
  /** Features that were computed of each pair. */
  readonly features: readonly string[];
  /** Σ of the logits: must never change. */
  readonly logits: number;
}

/** Every feature that there is, and the logit of a model that weighs all of those that a model may weigh. */
export function measureAllFeatures(world: GraphWorld, model: LinkModel, rounds: number): ScoringSpeed {
  let column = new Float64Array(64);
  const further = (pairs: Pairs): void => {
    if (pairs.count > column.length) column = new Float64Array(2 * pairs.count);
    for (const { values } of UNFITTED) values(pairs, world, column);
  };
  const names = LINK_FEATURES.map(({ name }) => name);
  return measured(world, allWeighed(model), { rounds, names, further });
}

/** Every feature that a model may weigh, and the logit of one that weighs them all. */
export function measureWeighableFeatures(world: GraphWorld, model: LinkModel, rounds: number): ScoringSpeed {
  const names = MODEL_FEATURES.map(({ name }) => name);
  return measured(world, allWeighed(model), { rounds, names });
}

/** What scoring computes of every pair: the features to which the model gives a weight, and the logit. */
export function measureOwnFeatures(world: GraphWorld, model: LinkModel, rounds: number): ScoringSpeed {
  const names = MODEL_FEATURES.flatMap(({ name }, j) => (model.coefficients[j] === 0 ? [] : [name]));
  return measured(world, model, { rounds, names });
}

function allWeighed(model: LinkModel): LinkModel {
  return { ...model, coefficients: model.coefficients.map((weight) => (weight === 0 ? 1 : weight)) };
}

function measured(
  world: GraphWorld,
  model: LinkModel,
  {
    rounds,
    names: features,
    further = () => {},
  }: { rounds: number; names: readonly string[]; further?: (pairs: Pairs) => void },
): ScoringSpeed {
  const { graph } = world;
  const sweep = new TwoHopPairs(graph, walksOf(model));
  const scorer = new PairScorer(model);
  let cpuSeconds = Infinity;
  const { seconds, result } = fastest(rounds, () => {
    const before = process.cpuUsage();
    let pairs = 0;
    let logits = 0;
    for (let artist = 0; artist < graph.artistCount; artist += 1) {
      sweep.enumerate(artist, "larger ids");
      const { candidates } = sweep;
      const scores = scorer.score(candidates, world);
      further(candidates);
      for (let i = 0; i < candidates.count; i += 1) logits += scores[i]!;
      pairs += candidates.count;
    }
    const { user, system } = process.cpuUsage(before);
    cpuSeconds = Math.min(cpuSeconds, (user + system) / 1e6);
    return { pairs, logits };
  });
  const pairsPerCpuSecond = Math.round(result.pairs / cpuSeconds);
  return { ...speedOf(result, seconds), pairsPerCpuSecond, features, logits: result.logits };
}
