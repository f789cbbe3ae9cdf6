import { type DatedEdge, PRIOR_MODEL, trainLinkModel, worldOf } from "@interlude/core-links";
import { machineOf } from "../environment.js";
import { type EdgeList, type EdgeSource, edgeListOf } from "../graph/edge-list.js";
import { timed } from "../graph/latencies.js";
import { graphOf } from "./graph-of.js";
import { measureAllFeatures, measureOwnFeatures, measureWeighableFeatures } from "./pair-scoring.js";
import type { ScoringReport } from "./report.js";

export interface BenchScoringOptions {
  readonly source: EdgeSource;
  /** Rounds, of which the fastest counts. */
  readonly rounds: number;
  readonly version: string;
  /** Called with each step. */
  readonly onStep: (line: string) => void;
}

/**
 * Measures how fast pairs are scored on a graph, with the model that it trains; the built-in prior model if it cannot.
 * @throws EdgeListError if the file is not an edge list
 */
export function benchScoring({ source, rounds, version, onStep }: BenchScoringOptions): ScoringReport {
  onStep("file" in source ? `reading ${source.file}` : `generating ${source.generate} edges`);
  const list = edgeListOf(source);
  const graph = graphOf(list);
  onStep("training");
  const training = timed(() => trainLinkModel(datedEdges(list), null));
  const model = training.result.kind === "trained" ? training.result.model : PRIOR_MODEL;
  const world = worldOf(graph, model.asOf, null);
  onStep("pairs with all features");
  const allFeatures = measureAllFeatures(world, model, rounds);
  onStep("pairs with all features that a model may weigh");
  const weighableFeatures = measureWeighableFeatures(world, model, rounds);
  onStep("pairs with the model's features");
  const ownFeatures = measureOwnFeatures(world, model, rounds);
  return {
    bench: "scoring",
    environment: machineOf(version),
    graph: list.name,
    artists: graph.adjacency.artistCount,
    edges: graph.adjacency.edgeCount,
    rounds,
    model: model.id,
    trainingSeconds: training.seconds,
    allFeatures,
    weighableFeatures,
    ownFeatures,
  };
}

function datedEdges({ mbids, ends, firstRecordings }: EdgeList): DatedEdge[] {
  return Array.from(firstRecordings, (firstRecording, edge) => {
    const [one, other] = [mbids[ends[edge * 2]!]!, mbids[ends[edge * 2 + 1]!]!];
    return one < other ? { a: one, b: other, firstRecording } : { a: other, b: one, firstRecording };
  });
}
