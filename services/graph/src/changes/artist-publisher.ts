import { topics } from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { VersionedGraph } from "../memory/versioned-graph.js";
import { recordOf } from "./artist-record.js";
import { ChangedArtistsRepository } from "./changed-artists.repository.js";

/** Publishes whose pairs are dirty, and where those artists stand of whom there is something new to say. */
@Injectable()
export class ArtistPublisher {
  constructor(private readonly changed: ChangedArtistsRepository) {}

  /** First of an epoch, so that scoring need not wait for the rest of it. */
  async publishDirty(
    { adjacency }: CollaborationGraph,
    dirty: Iterable<number>,
    graphVersion: number,
    context: PostgresContext,
  ): Promise<void> {
    for (const id of dirty) {
      const artist = adjacency.mbids.mbidOf(id);
      await context.publish(topics.graphDirty, artist, { artist, graphVersion });
    }
  }

  /** A tombstone for those who are neither in the catalogue nor in the graph: they were in one of them before. */
  async publish(live: VersionedGraph, context: PostgresContext): Promise<void> {
    for await (const catalogued of this.changed.artists(context.transaction)) {
      await context.publish(topics.graphArtists, catalogued.artist, recordOf(catalogued, live));
    }
  }
}
