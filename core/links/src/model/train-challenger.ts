import type { AdjacencyIndex, CollaborationGraph } from "@interlude/core-graph";
import { decisionThresholds } from "../decision-threshold.js";
import type { DatedEdge } from "../event-windows.js";
import { worldOf } from "../features/graph-world.js";
import type { ArtistFacts } from "../facts/artist-facts.js";
import type { TrainingFeedback } from "../fitting/feedback-rows.js";
import type { LinkModel } from "../link-model.js";
import { type TrainingOutcome, trainLinkModel } from "../train-link-model.js";
import { type ModelComparison, compareModels } from "./compare-models.js";
import { knownRecall } from "./known-recall.js";

/** A new model with its decision thresholds and how it does against the one in use, or why there is none. */
export type ChallengerOutcome =
  | { readonly kind: "trained"; readonly model: LinkModel; readonly comparison: ModelComparison }
  | Extract<TrainingOutcome, { kind: "not-trained" }>;

/**
 * Trains a model on a graph, see {@link trainLinkModel}, and compares it with the one in use on the newest window. Pure and
 * deterministic: the order in which the edges came does not matter.
 * @param facts by the graph's ids of artists; null where nothing is known beside the graph
 * @param champion the model in use; of this build's features
 * @param feedback what readers say of pairs; none when left out
 */
export function trainChallenger(
  graph: CollaborationGraph,
  facts: ArtistFacts | null,
  champion: LinkModel,
  feedback?: TrainingFeedback,
): ChallengerOutcome {
  const { adjacency } = graph;
  const idOf = (mbid: string): number => adjacency.mbids.find(mbid);
  const outcome = trainLinkModel(datedEdges(adjacency), facts && { facts, idOf }, feedback);
  if (outcome.kind === "not-trained") return outcome;
  const { model, newestWindow } = outcome;
  const world = worldOf(graph, model.asOf, facts);
  const thresholds = decisionThresholds(world, model);
  return {
    kind: "trained",
    model: { ...model, decisionThresholds: thresholds, knownRecall: knownRecall(world, model, thresholds) },
    comparison: compareModels(champion, model, (one) => newestWindow.scoreAtDistanceTwo(one)),
  };
}

function datedEdges(adjacency: AdjacencyIndex): DatedEdge[] {
  const edges: DatedEdge[] = [];
  // One text an artist, not one an edge.
  const mbids = Array.from({ length: adjacency.artistCount }, (_, artist) => adjacency.mbids.mbidOf(artist));
  adjacency.forEachEdge((one, other, _weight, firstRecording) => {
    const [a, b] = [mbids[one]!, mbids[other]!];
    edges.push(a < b ? { a, b, firstRecording } : { a: b, b: a, firstRecording });
  });
  return edges;
}
