import { type ServiceName, type Topic, topics } from "@interlude/contracts";
import { consoleRebuild } from "@interlude/service-console/checks";
import { generationRebuild } from "@interlude/service-generation/checks";
import { graphRebuild } from "@interlude/service-graph/checks";
import { normalizationRebuild } from "@interlude/service-normalization/checks";
import { scoringRebuild } from "@interlude/service-scoring/checks";

/** How a service is rebuilt. */
export interface ServiceRebuild {
  /** SQL that empties its own tables. */
  readonly statements: readonly string[];
  /** Its compacted outputs that the next epoch publishes whole: what that leaves out is withdrawn. */
  readonly outputs: readonly Topic<unknown>[];
}

/** Ingestion reads files: there is nothing to rebuild it from. */
export type RebuiltService = Exclude<ServiceName, "ingestion">;

export const REBUILDS: Readonly<Record<RebuiltService, ServiceRebuild>> = {
  normalization: {
    statements: normalizationRebuild,
    outputs: [topics.catalogArtists, topics.catalogCollaborations, topics.catalogTracks],
  },
  graph: { statements: graphRebuild, outputs: [topics.graphArtists] },
  scoring: { statements: scoringRebuild, outputs: [topics.candidates] },
  generation: { statements: generationRebuild, outputs: [topics.syntheticTracks] },
  console: { statements: consoleRebuild, outputs: [] },
};
