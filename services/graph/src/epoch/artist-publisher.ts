import { topics } from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type ArtistRecord, digestOf } from "./artist-record.js";
import { type ArtistToPublish, PublishedRepository } from "./published.repository.js";

const NOTE_AT = 5_000;

/** Publishes where artists stand, where that is not what was published last, and whose pairs are dirty. */
@Injectable()
export class ArtistPublisher {
  constructor(private readonly published: PublishedRepository) {}

  async publish(graph: CollaborationGraph, graphVersion: number, context: PostgresContext): Promise<void> {
    const { transaction } = context;
    await this.published.begin(transaction);
    const noted = new Map<string, Buffer | null>();
    for await (const row of this.published.artists(transaction)) {
      const { artist, digest: before } = row;
      if (row.dirty) await context.publish(topics.graphDirty, artist, { artist, graphVersion });
      const record = recordOf(row, graph);
      const digest = record === null ? null : digestOf(record);
      if (digest === null ? before === null : before !== null && digest.equals(before)) continue;
      await context.publish(
        topics.graphArtists,
        artist,
        record === null ? null : { ...record, graphVersion },
      );
      noted.set(artist, digest);
      if (noted.size < NOTE_AT) continue;
      await this.published.note(transaction, noted);
      noted.clear();
    }
    await this.published.note(transaction, noted);
    await this.published.save(transaction);
  }
}

/** What is to be said of an artist; null of one that is neither in the catalogue nor in the graph. */
function recordOf(
  { artist, name, popularity }: ArtistToPublish,
  graph: CollaborationGraph,
): ArtistRecord | null {
  const id = graph.adjacency.mbids.find(artist);
  const degree = id < 0 ? 0 : graph.adjacency.degree(id);
  if (name === null && degree === 0) return null;
  return {
    artist,
    // An artist may leave the catalogue before the last collaboration does.
    name: name ?? "",
    degree,
    weightedDegree: degree === 0 ? 0 : graph.weightedDegree(id),
    embedding: degree === 0 ? [] : [...graph.embeddingOf(id)],
    popularity,
  };
}
