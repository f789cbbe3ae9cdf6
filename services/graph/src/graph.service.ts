import { type CatalogArtist, type CatalogCollaboration, pairKey, topics } from "@interlude/contracts";
import { CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/infra-streaming";
import { Injectable } from "@nestjs/common";
import { GraphRepository, type StagedArtist } from "./graph.repository.js";
import { type StagedCollaboration, checkCollaboration, isMbid } from "./staged-change.js";

const PUBLISH_CHUNK = 2_000;
/** An epoch that changes more than this share of the edges has the embedding computed anew. */
const RECOMPUTE_SHARE = 0.125;

/** The graph in memory, and the version that it stands for. */
interface Cached {
  readonly graph: CollaborationGraph;
  readonly version: number;
}

/** What an epoch changed. */
interface EpochChanges {
  readonly version: number;
  /** Ends of edges that were inserted or removed. */
  readonly ends: ReadonlySet<number>;
  /** Ends of edges that stay and have another weight or first recording. */
  readonly reweighted: ReadonlySet<number>;
  /** Those of them whose first recording is another. */
  readonly redated: ReadonlySet<number>;
}

/** Keeps the graph, epoch by epoch, and says what moved in it. */
@Injectable()
export class GraphService {
  private cached: Cached | null = null;

  constructor(private readonly repository: GraphRepository) {}

  async stageCollaborations(
    records: readonly StreamRecord<CatalogCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const newest = new Map<string, StagedCollaboration>();
    for (const record of records) {
      const checked = checkCollaboration(record);
      if ("code" in checked) context.reject(record, checked.code, checked.reason);
      else newest.set(record.key, checked);
    }
    await this.repository.stageCollaborations(context.transaction, [...newest.values()]);
  }

  async stageArtists(
    records: readonly StreamRecord<CatalogArtist>[],
    context: PostgresContext,
  ): Promise<void> {
    const newest = new Map<string, StagedArtist>();
    for (const record of records) {
      const { key, value } = record;
      if (!isMbid(key) || (value !== null && value.artist !== key)) {
        context.reject(record, "GRAPH_INVALID_MBID", `the key ${key} is not the MBID of the artist`);
      } else {
        newest.set(key, { artist: key, name: value?.name ?? null, popularity: value?.popularity ?? null });
      }
    }
    await this.repository.stageArtists(context.transaction, [...newest.values()]);
  }

  /** Applies what the epoch said and publishes what it moved. */
  async completeEpoch(context: PostgresContext): Promise<{ edges: number }> {
    const { transaction } = context;
    const { graph, version } = await this.load(transaction);
    // Memory runs ahead of the store until the commit: a rollback, or another version in the store, drops it.
    this.cached = null;
    const changes = await this.applyCollaborations(graph, version, context);
    await this.repository.applyCollaborations(transaction);
    const renamed = await this.repository.applyArtists(transaction);
    await this.repository.saveGraphVersion(transaction, changes.version);

    const { mbids } = graph.adjacency;
    const byMbid = (x: number, y: number): number => mbids.compare(x, y);
    const dirty = [...dirtyArtists(graph.adjacency, changes.ends, changes.redated)].sort(byMbid);
    for (const id of dirty) {
      const artist = mbids.mbidOf(id);
      await context.publish(topics.graphDirty, artist, { artist, graphVersion: changes.version });
    }
    const moved = new Set([...dirty, ...changes.reweighted]);
    for (const mbid of renamed) moved.add(graph.adjacency.intern(mbid));
    await this.publishArtists(graph, [...moved].sort(byMbid), changes.version, context);
    this.cached = { graph, version: changes.version };
    return { edges: graph.adjacency.edgeCount };
  }

  /** Drops what memory holds; the next epoch loads the graph from its table. */
  forget(): void {
    this.cached = null;
  }

  private async load(transaction: Transaction): Promise<Cached> {
    const version = await this.repository.graphVersion(transaction);
    if (this.cached?.version === version) return this.cached;
    const graph = new CollaborationGraph();
    for await (const edge of this.repository.edges(transaction)) {
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    }
    return { graph, version };
  }

  /** Applies the staged pairs in their order; each that changes the graph is a delta. */
  private async applyCollaborations(
    graph: CollaborationGraph,
    from: number,
    context: PostgresContext,
  ): Promise<EpochChanges> {
    const staged = await this.repository.countStagedCollaborations(context.transaction);
    if (staged > graph.adjacency.edgeCount * RECOMPUTE_SHARE) graph.forgetEmbedding();
    let version = from;
    const ends = new Set<number>();
    const reweighted = new Set<number>();
    const redated = new Set<number>();
    for await (const row of this.repository.stagedCollaborations(context.transaction)) {
      const { artist_a: artistA, artist_b: artistB } = row;
      const weight = row.weight ?? 0;
      const firstRecording = row.first_recording ?? 0;
      const change =
        row.weight === null
          ? graph.remove(artistA, artistB)
          : graph.set(artistA, artistB, weight, firstRecording);
      if (change === null) continue;
      version += 1;
      const touched = change.kind === "edgeChanged" ? reweighted : ends;
      touched.add(change.a).add(change.b);
      if (change.redated) redated.add(change.a).add(change.b);
      await context.publish(topics.graphDeltas, pairKey(artistA, artistB), {
        graphVersion: version,
        kind: change.kind,
        artistA,
        artistB,
        weight,
        firstRecording,
      });
    }
    return { version, ends, reweighted, redated };
  }

  /** Publishes where artists stand; one that is neither in the catalogue nor in the graph is withdrawn. */
  private async publishArtists(
    graph: CollaborationGraph,
    ids: readonly number[],
    graphVersion: number,
    context: PostgresContext,
  ): Promise<void> {
    for (let from = 0; from < ids.length; from += PUBLISH_CHUNK) {
      const chunk = ids.slice(from, from + PUBLISH_CHUNK);
      const mbids = chunk.map((id) => graph.adjacency.mbids.mbidOf(id));
      const rows = await this.repository.artists(context.transaction, mbids);
      for (const [i, id] of chunk.entries()) {
        const artist = mbids[i]!;
        const row = rows.get(artist);
        const degree = graph.adjacency.degree(id);
        const gone = row === undefined && degree === 0;
        await context.publish(
          topics.graphArtists,
          artist,
          gone
            ? null
            : {
                artist,
                // A collaboration can be there before its artist is: the name follows.
                name: row?.name ?? "",
                degree,
                weightedDegree: graph.weightedDegree(id),
                embedding: [...graph.embeddingOf(id)],
                popularity: row?.popularity ?? null,
                graphVersion,
              },
        );
      }
    }
  }
}
