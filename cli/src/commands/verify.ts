import { topics } from "@interlude/contracts";
import { latestByKey } from "@interlude/stage";
import type { Namespace } from "../deployment/namespace.js";
import { verifyCandidates } from "../verify/candidates.js";
import { verifyCatalogue } from "../verify/catalogue.js";
import { verifyCollaborations } from "../verify/collaborations.js";
import type { Finding } from "../verify/finding.js";
import { verifyAttributes, verifyCommunities, verifyGraphArtists } from "../verify/graph-artists.js";
import { currentLinkModel, currentTrackModel } from "../verify/models.js";
import { verifySyntheticTracks } from "../verify/synthetic-tracks.js";
import { recompute } from "../verify/truth.js";

/**
 * Streaming equals batch: derives the catalogue again, recomputes collaborations, graph, embeddings, candidates and tracks from the
 * relational tables and compares them with what the stages keep and have published.
 * Meant for a moment at which nothing is on its way.
 */
export function verifyNamespace(namespace: Namespace): Promise<Finding[]> {
  return namespace.reading(async (log, codec) => {
    const database = namespace.openDatabase();
    try {
      const truth = await recompute(database);
      const artists = await latestByKey(log, codec, topics.graphArtists);
      const candidates = await latestByKey(log, codec, topics.candidates);
      return [
        ...(await verifyCatalogue(
          database,
          await latestByKey(log, codec, topics.catalogArtists),
          await latestByKey(log, codec, topics.catalogTracks),
        )),
        ...(await verifyCollaborations(
          truth,
          database,
          await latestByKey(log, codec, topics.catalogCollaborations),
        )),
        verifyGraphArtists(truth, artists),
        verifyAttributes(await latestByKey(log, codec, topics.catalogArtists), artists),
        await verifyCommunities(truth, database, artists),
        verifyCandidates(truth, await currentLinkModel(database), artists, candidates),
        verifySyntheticTracks(
          await currentTrackModel(database),
          artists,
          candidates,
          await latestByKey(log, codec, topics.syntheticTracks),
        ),
      ];
    } finally {
      await database.close();
    }
  });
}
