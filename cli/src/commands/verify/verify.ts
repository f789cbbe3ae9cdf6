import { type Topic, topics } from "@interlude/contracts";
import type { CheckResult } from "@interlude/infra-checks";
import { verifySyntheticTracks } from "@interlude/service-generation/checks";
import { expectedGraph, verifyGraph } from "@interlude/service-graph/checks";
import { expectedCollaborations, verifyCatalogue } from "@interlude/service-normalization/checks";
import { verifyCandidates } from "@interlude/service-scoring/checks";
import { latestByKey } from "@interlude/stage";
import type { Namespace } from "@interlude/infra-local";

/**
 * Streaming equals batch: derives the catalogue again, recomputes collaborations, graph, embeddings, candidates and tracks from the
 * relational tables and compares them with what the stages keep and have published. Each service's package compares its
 * own tables and topics. Meant for a moment at which nothing is on its way.
 */
export function verifyNamespace(namespace: Namespace): Promise<CheckResult[]> {
  return namespace.reading(async (log, codec) => {
    const latest = <Value>(topic: Topic<Value>): Promise<Map<string, Value>> =>
      latestByKey(log, codec, topic);
    const database = namespace.openDatabase();
    try {
      const { pairs: edges } = await expectedCollaborations(database);
      const graph = expectedGraph(edges);
      const artists = await latest(topics.graphArtists);
      const candidates = await latest(topics.candidates);
      return [
        ...(await verifyCatalogue(database, edges, {
          artists: await latest(topics.catalogArtists),
          tracks: await latest(topics.catalogTracks),
          collaborations: await latest(topics.catalogCollaborations),
        })),
        ...(await verifyGraph(
          database,
          { edges, graph },
          { catalogue: await latest(topics.catalogArtists), artists },
        )),
        await verifyCandidates(database, graph, { artists, candidates }),
        await verifySyntheticTracks(database, {
          artists,
          candidates,
          tracks: await latest(topics.syntheticTracks),
        }),
      ];
    } finally {
      await database.close();
    }
  });
}
