import { topics } from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { VersionedGraph } from "../memory/versioned-graph.js";
import { recordOf } from "./artist-record.js";
import { ChangedArtistsRepository } from "./changed-artists.repository.js";

/** Publishes the artists whose pairs must be scored again, and the records of artists that have changed. */
@Injectable()
export class ArtistPublisher {
  constructor(private readonly changed: ChangedArtistsRepository) {}

  /** The artists whose pairs must be scored again; they leave in the outbox before the artists' records. */
  async publishDirty(
    { adjacency }: CollaborationGraph,
    dirty: Iterable<number>,
    graphVersion: number,
    context: PostgresContext,
  ): Promise<void> {
    for (const id of dirty) {
      const artist = adjacency.mbids.mbidOf(id);
      await context.publish(topics.graphDirty, topics.graphDirty.keyOf({ artist }), { artist, graphVersion });
    }
  }

  /** The changed artists; a tombstone for one that has left both the catalogue and the graph. */
  async publish(graph: VersionedGraph, context: PostgresContext): Promise<void> {
    for await (const artist of this.changed.artists(context.transaction)) {
      await context.publish(topics.graphArtists, topics.graphArtists.keyOf(artist), recordOf(artist, graph));
    }
  }
}
