import { CollaborationGraph } from "@interlude/core-graph";
import { ArtistFacts, PRIOR_MODEL, admitModel, canonicalJson, trainChallenger } from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { ArtistFactsRepository } from "../facts/artist-facts.repository.js";
import { FeedbackRepository } from "../feedback/feedback.repository.js";
import { EdgesRepository } from "../replica/edges.repository.js";
import { type FitOutcome, type OpenTraining, TrainingsRepository } from "./trainings.repository.js";

/** Which training to fit. */
export interface FitTask extends Pick<OpenTraining, "id" | "epoch" | "graphVersion"> {
  /** How many rows a pair that a reader judged counts as. */
  readonly feedbackWeight: number;
}

/**
 * Fits the model of a pending training on the graph and the facts of its artists as they were when the training was noted. It gives the same whenever it
 * runs, and however often: what changes meanwhile is kept aside.
 * @param transaction sees the tables as of one moment
 */
export async function fit(
  { id, epoch, graphVersion, feedbackWeight: weight }: FitTask,
  transaction: Transaction,
): Promise<FitOutcome> {
  const stored = await new TrainingsRepository().championOf(transaction, id);
  const graph = new CollaborationGraph();
  for await (const edge of new EdgesRepository().asOfTraining(transaction, graphVersion))
    graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
  const facts = new ArtistFacts();
  for await (const row of new ArtistFactsRepository().asOfTraining(transaction, epoch)) {
    const artist = graph.adjacency.mbids.find(row.artist);
    if (artist >= 0) facts.set(artist, row);
  }
  // A build of other features may have noted the training: nothing compares with its model.
  const admission = admitModel({ text: canonicalJson(stored), contentHash: null });
  const champion = admission.kind === "admitted" ? admission.model : PRIOR_MODEL;
  const labels = await new FeedbackRepository().labelsAsOf(transaction, epoch);
  const pairs = labels.map(({ artistA: a, artistB: b, verdict }) => ({
    a,
    b,
    isPositive: verdict === "accepted",
  }));
  return trainChallenger(graph, facts, champion, { pairs, weight });
}
