import { type CandidateCollaboration, type GraphArtist, topics } from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import { allCandidates, candidateRecord, worldOf } from "@interlude/core-links";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import { modelInUse } from "./model-in-use.js";

/** Every candidate, field by field, as the model in use finds them on the expected graph. */
export async function verifyCandidates(
  operator: Queries,
  graph: CollaborationGraph,
  published: {
    readonly artists: ReadonlyMap<string, GraphArtist>;
    readonly candidates: ReadonlyMap<string, CandidateCollaboration>;
  },
): Promise<CheckResult> {
  const inUse = await modelInUse(operator);
  const expected = new Map<string, string>();
  if (inUse !== null && inUse.threshold !== null) {
    const { model, threshold } = inUse;
    const nameOf = (mbid: string): string => published.artists.get(mbid)?.name ?? "";
    for (const candidate of allCandidates(worldOf(graph, model.asOf), model, threshold)) {
      const record = candidateRecord(candidate, model, nameOf);
      expected.set(topics.candidates.keyOf(record), canonical(record));
    }
  }
  const actual = new Map(
    [...published.candidates].map(([pair, candidate]) => [
      pair,
      canonical({ ...candidate, graphVersion: undefined }),
    ]),
  );
  return compare("candidates on the topic", expected, actual);
}
