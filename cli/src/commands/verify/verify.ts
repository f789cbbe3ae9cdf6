import { type Topic, topics } from "@interlude/contracts";
import type { CheckResult } from "@interlude/infra-checks";
import { verifySyntheticTracks } from "@interlude/service-generation/checks";
import { expectedGraph, verifyGraph } from "@interlude/service-graph/checks";
import { expectedCollaborations, verifyCatalogue } from "@interlude/service-normalization/checks";
import { verifyArtistFacts, verifyCandidates, verifyKnownPairs } from "@interlude/service-scoring/checks";
import { latestByKey } from "@interlude/stage";
import type { Namespace } from "@interlude/infra-local";
import { type Cut, type CutReport, onConsistentCut } from "../../deployment/consistent-cut.js";

/**
 * Streaming equals batch: derives the catalogue again, recomputes collaborations, graph, embeddings, candidates and tracks from the
 * relational tables and compares them with what the stages keep and have published. Each service's package compares its
 * own tables and topics. All of it as of one completed epoch, also while the stream goes on.
 * @throws CommandError `CUT_NOT_REACHED`
 */
export function verifyNamespace(namespace: Namespace, report?: CutReport): Promise<CheckResult[]> {
  return onConsistentCut(namespace, verify, report);
}

async function verify({ log, codec, database }: Cut): Promise<CheckResult[]> {
  const latest = <Value>(topic: Topic<Value>): Promise<Map<string, Value>> => latestByKey(log, codec, topic);
  const { pairs: edges } = await expectedCollaborations(database);
  const graph = expectedGraph(edges);
  const catalogue = await latest(topics.catalogArtists);
  const artists = await latest(topics.graphArtists);
  const candidates = await latest(topics.candidates);
  return [
    ...(await verifyCatalogue(database, edges, {
      artists: catalogue,
      tracks: await latest(topics.catalogTracks),
      collaborations: await latest(topics.catalogCollaborations),
    })),
    ...(await verifyGraph(database, { edges, graph }, { catalogue, artists })),
    await verifyArtistFacts(database, { catalogue, artists }),
    await verifyKnownPairs(database, graph, { catalogue, artists }),
    await verifyCandidates(database, graph, { catalogue, artists, candidates }),
    await verifySyntheticTracks(database, {
      artists,
      candidates,
      tracks: await latest(topics.syntheticTracks),
    }),
  ];
}
