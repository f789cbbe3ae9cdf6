import { pairKey } from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import { CandidateFinder, worldOf } from "@interlude/core-links";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";
import { modelInUse } from "./model-in-use.js";
import { type PublishedArtists, publishedFactsOf } from "./published-facts.js";

/** Every edge of the expected graph is a known pair with the score that it has with that edge hidden, and no other pair is. */
export async function verifyKnownPairs(
  operator: Queries,
  graph: CollaborationGraph,
  published: PublishedArtists,
): Promise<CheckResult> {
  const inUse = await modelInUse(operator);
  const { adjacency } = graph;
  const { mbids } = adjacency;
  const expected = new Map<string, string>();
  if (inUse === null) {
    adjacency.forEachEdge((a, b) => expected.set(keyOf(mbids.mbidOf(a), mbids.mbidOf(b)), ""));
  } else {
    const world = worldOf(graph, inUse.model.asOf, publishedFactsOf(adjacency, published).facts);
    const finder = new CandidateFinder(world, inUse.model, Infinity);
    for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
      finder.forEachKnown(
        artist,
        (other) => other > artist,
        (other, logit) => {
          expected.set(
            keyOf(mbids.mbidOf(artist), mbids.mbidOf(other)),
            `logit ${logit} by ${inUse.model.id}`,
          );
        },
      );
    }
  }
  const actual = new Map<string, string>();
  for await (const { a, b, logit, model } of operator.stream<KnownPair>(
    `select artist_a as a, artist_b as b, logit, model_id as model from scoring.scored_pairs where status = 'KNOWN'`,
  )) {
    actual.set(pairKey(a, b), inUse === null ? "" : `logit ${logit} by ${model}`);
  }
  return compare("known collaborations among the scored pairs", expected, actual);
}

interface KnownPair {
  readonly a: string;
  readonly b: string;
  readonly logit: number | null;
  readonly model: string | null;
}

function keyOf(a: string, b: string): string {
  return a < b ? pairKey(a, b) : pairKey(b, a);
}
