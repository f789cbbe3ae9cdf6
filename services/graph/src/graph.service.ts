import {
  type CatalogArtist,
  type CatalogCollaboration,
  type Marker,
  pairKey,
  topics,
} from "@interlude/contracts";
import { type CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/infra-streaming";
import { Injectable } from "@nestjs/common";
import { ArtistPublisher } from "./epoch/artist-publisher.js";
import { ChangesRepository, type PairChange } from "./epoch/changes.repository.js";
import { DeadLetters } from "./epoch/dead-letters.js";
import { GraphMemoryError } from "./memory/graph-memory-error.js";
import {
  type StagedArtist,
  type StagedCollaboration,
  checkArtist,
  checkCollaboration,
} from "./epoch/record-checks.js";
import { type Place, StagingRepository } from "./epoch/staging.repository.js";
import { GraphMemory } from "./memory/graph-memory.js";
import { GraphStateRepository } from "./memory/graph-state.repository.js";
import type { LiveGraph } from "./memory/live-graph.js";

/** An epoch that changes more than this share of the edges has the embedding computed anew. */
const RECOMPUTE_SHARE = 0.125;

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
  constructor(
    private readonly memory: GraphMemory,
    private readonly state: GraphStateRepository,
    private readonly staging: StagingRepository,
    private readonly changes: ChangesRepository,
    private readonly artists: ArtistPublisher,
    private readonly deadLetters: DeadLetters,
  ) {}

  async stageCollaborations(
    records: readonly StreamRecord<CatalogCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const staged: (StagedCollaboration & Place)[] = [];
    for (const record of records) {
      const checked = checkCollaboration(record);
      if ("code" in checked) context.reject(record, checked.code, checked.reason);
      else staged.push({ ...checked, partition: record.partition, offset: record.offset });
    }
    await this.staging.stageCollaborations(context.transaction, staged);
  }

  async stageArtists(
    records: readonly StreamRecord<CatalogArtist>[],
    context: PostgresContext,
  ): Promise<void> {
    const staged: (StagedArtist & Place)[] = [];
    for (const record of records) {
      const checked = checkArtist(record);
      if ("code" in checked) context.reject(record, checked.code, checked.reason);
      else staged.push({ ...checked, partition: record.partition, offset: record.offset });
    }
    await this.staging.stageArtists(context.transaction, staged);
  }

  /** Applies what the epoch said and publishes what it moved. */
  completeEpoch(marker: Pick<Marker, "epoch" | "ts">, context: PostgresContext): Promise<{ edges: number }> {
    return this.memory.epoch(context.transaction, async (before) => {
      const after = await this.#apply(before, marker, context);
      return { after, result: { edges: after.graph.adjacency.edgeCount } };
    });
  }

  async #apply(
    { graph, version: from }: LiveGraph,
    marker: Pick<Marker, "epoch" | "ts">,
    context: PostgresContext,
  ): Promise<LiveGraph> {
    const { transaction } = context;
    await this.changes.applyArtists(transaction);
    const count = await this.changes.findPairs(transaction, from);
    await this.staging.forget(transaction);
    if (count > graph.adjacency.edgeCount * RECOMPUTE_SHARE) graph.forgetDerived();
    const changes = await this.#applyPairs(graph, from, marker, context);
    await this.changes.applyPairs(transaction);
    await this.state.saveVersion(transaction, changes.version);
    await this.changes.noteArtists(transaction, artistsToLookAt(graph, changes));
    await this.artists.publish(graph, changes.version, context);
    return { graph, version: changes.version };
  }

  /** Applies the pairs that change, in their order; each is a delta. */
  async #applyPairs(
    graph: CollaborationGraph,
    from: number,
    marker: Pick<Marker, "epoch" | "ts">,
    context: PostgresContext,
  ): Promise<EpochChanges> {
    let version = from;
    const ends = new Set<number>();
    const reweighted = new Set<number>();
    const redated = new Set<number>();
    for await (const pair of this.changes.pairs(context.transaction)) {
      if (!pair.known) {
        await this.deadLetters.keepUnknown(pair, marker, context);
        continue;
      }
      const { artist_a: artistA, artist_b: artistB } = pair;
      const weight = pair.weight ?? 0;
      const firstRecording = pair.first_recording ?? 0;
      const change = applyPair(graph, pair);
      version = pair.graph_version;
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
}

/** The store says that the pair changes. Memory that sees no change is not what the store has. */
function applyPair(graph: CollaborationGraph, pair: PairChange) {
  const { artist_a: artistA, artist_b: artistB, weight, first_recording: firstRecording } = pair;
  const change =
    weight === null || firstRecording === null
      ? graph.remove(artistA, artistB)
      : graph.set(artistA, artistB, weight, firstRecording);
  if (change !== null) return change;
  throw new GraphMemoryError(
    "GRAPH_MEMORY_DIVERGED",
    `the store changes ${artistA}:${artistB} at version ${pair.graph_version}, memory has it already; the graph is loaded anew`,
  );
}

/** Who is to be looked at before anything is published, and whether their pairs are dirty. */
function* artistsToLookAt(
  { adjacency }: CollaborationGraph,
  { ends, reweighted, redated }: EpochChanges,
): Iterable<readonly [string, boolean]> {
  for (const id of dirtyArtists(adjacency, ends, redated)) yield [adjacency.mbids.mbidOf(id), true];
  for (const id of reweighted) yield [adjacency.mbids.mbidOf(id), false];
}
