import {
  type CandidateCollaboration,
  type CatalogArtist,
  type GraphArtist,
  topics,
} from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import { allCandidates, candidateRecord, lowestProbability, reaches, worldOf } from "@interlude/core-links";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import { publishedFactsOf } from "./published-facts.js";
import { withoutMoments } from "../pairs/published-candidate.js";
import { modelInUse } from "./model-in-use.js";

/**
 * Every candidate, field by field, as the model in use finds them on the expected graph. A pair that reaches the threshold
 * must be there; one within the margin of hysteresis may be, for it was a candidate before; any other must not.
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
    const world = worldOf(graph, model.asOf, publishedFactsOf(graph.adjacency, published));
    const nameOf = (mbid: string): string => published.artists.get(mbid)?.name ?? "";
    const context = { model, threshold, nameOf };
    for (const candidate of allCandidates(world, model, lowestProbability(threshold))) {
      const key = topics.candidates.keyOf(candidate);
      if (!reaches(candidate.logit, threshold) && !published.candidates.has(key)) continue;
      expected.set(key, canonical(candidateRecord(candidate, context)));
    }
  }
  const actual = new Map(
    [...published.candidates].map(([pair, candidate]) => [pair, canonical(withoutMoments(candidate))]),
  );
  return compare("candidates on the topic", expected, actual);
}
