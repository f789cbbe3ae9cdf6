import {
  type CandidateCollaboration,
  type CatalogArtist,
  type GraphArtist,
  topics,
} from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import {
  type Candidate,
  CandidateFinder,
  type GraphWorld,
  type LinkModel,
  allCandidates,
  candidateRecord,
  lowestProbability,
  reaches,
  worldOf,
} from "@interlude/core-links";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import { publishedFactsOf } from "./published-facts.js";
import type { PairFeedback } from "../feedback/feedback.repository.js";
import { verdictNow } from "../feedback/verdict-now.js";
import { withoutMoments } from "../pairs/published-candidate.js";
import { modelInUse } from "./model-in-use.js";

/**
 * Every candidate, field by field, as the model in use finds them on the expected graph. A pair that reaches the threshold, or
 * that a reader accepted, must be there; one within the margin of hysteresis may be, for it was a candidate before; any other
 * must not, nor one that a reader rejected unless its evidence has risen.
 */
export async function verifyCandidates(
  operator: Queries,
  graph: CollaborationGraph,
  published: {
    readonly catalogue: ReadonlyMap<string, CatalogArtist>;
    readonly artists: ReadonlyMap<string, GraphArtist>;
    readonly candidates: ReadonlyMap<string, CandidateCollaboration>;
  },
): Promise<CheckResult> {
  const inUse = await modelInUse(operator);
  const expected = new Map<string, string>();
  if (inUse !== null && inUse.threshold !== null) {
    const { model, threshold } = inUse;
    const { facts, cells } = publishedFactsOf(graph.adjacency, published);
    const world = worldOf(graph, model.asOf, facts, cells);
    const feedback = await feedbackInForce(operator);
    const nameOf = (mbid: string): string => published.artists.get(mbid)?.name ?? "";
    const found = allCandidates(world, model, lowestProbability(threshold));
    for (const candidate of [...found, ...accepted(feedback, world, model)]) {
      const key = topics.candidates.keyOf(candidate);
      const evidence = { logit: candidate.logit, commonNeighbours: candidate.features.commonNeighbours };
      const { isAccepted, isRejected } = verdictNow(feedback.get(key) ?? null, evidence);
      const isFree = !isAccepted && !reaches(candidate.logit, threshold);
      if (isRejected || (isFree && !published.candidates.has(key))) continue;
      const context = { model, threshold, nameOf, isAccepted };
      expected.set(key, canonical(candidateRecord(candidate, context)));
    }
  }
  const actual = new Map(
    [...published.candidates].map(([pair, candidate]) => [pair, canonical(withoutMoments(candidate))]),
  );
  return compare("candidates on the topic", expected, actual);
}

async function feedbackInForce(operator: Queries): Promise<Map<string, PairFeedback>> {
  const rows = await operator.query<PairFeedback>(
    `select artist_a as "artistA", artist_b as "artistB", verdict, logit, common_neighbours as "commonNeighbours"
     from scoring.feedback where until_epoch is null`,
  );
  return new Map(rows.map((row) => [topics.candidates.keyOf(row), row]));
}

/** Pairs that a reader accepted and of which there is something to score, whatever their score. */
function accepted(
  feedback: ReadonlyMap<string, PairFeedback>,
  world: GraphWorld,
  model: LinkModel,
): Candidate[] {
  const { graph } = world;
  const finder = new CandidateFinder(world, model, Infinity);
  return [...feedback.values()].flatMap(({ artistA, artistB, verdict }) => {
    const [a, b] = [graph.mbids.find(artistA), graph.mbids.find(artistB)];
    const isOne = verdict === "accepted" && a >= 0 && b >= 0 && finder.isOpen(a, b);
    return isOne ? finder.describe(a, [b]) : [];
  });
}
