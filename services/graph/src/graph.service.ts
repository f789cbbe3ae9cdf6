import { type CatalogArtist, type CatalogCollaboration, type Marker, topics } from "@interlude/contracts";
import type { CollaborationGraph, Communities, GraphChange } from "@interlude/core-graph";
import type { PostgresContext, PostgresEpochContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { CommunitiesService, changesBetween } from "./communities/communities.service.js";
import { communityStep } from "./communities/community-schedule.js";
import { ArtistPublisher } from "./changes/artist-publisher.js";
import { type ChangedPairs, ChangesRepository, type PairChange } from "./changes/changes.repository.js";
import { rejectUnknown } from "./changes/dead-letters.js";
import { EdgeSnapshotPublisher } from "./changes/edge-snapshot.publisher.js";
import { GraphMemoryError } from "./memory/graph-memory-error.js";
import {
  type StagedArtist,
  type StagedCollaboration,
  checkArtist,
  checkCollaboration,
} from "./changes/record-checks.js";
import { type Located, StagingRepository } from "./changes/staging.repository.js";
import { AffectedArtists } from "./changes/affected-artists.js";
import { derive, isCheaperToRecompute } from "./memory/derive.js";
import { GraphMemory } from "./memory/graph-memory.js";
import { GraphStateRepository, type StoredState } from "./memory/graph-state.repository.js";
import type { VersionedGraph } from "./memory/versioned-graph.js";

/** An epoch whose transaction is open. */
interface OpenEpoch {
  readonly before: VersionedGraph;
  readonly stored: StoredState;
  readonly marker: Pick<Marker, "epoch" | "ts">;
  readonly context: PostgresEpochContext;
}

/** Applies the catalogue's changes to the graph, epoch by epoch, and publishes what they change in it. */
@Injectable()
export class GraphService {
  constructor(
    private readonly memory: GraphMemory,
    private readonly state: GraphStateRepository,
    private readonly staging: StagingRepository,
    private readonly changes: ChangesRepository,
    private readonly artists: ArtistPublisher,
    private readonly communities: CommunitiesService,
    private readonly edgeSnapshots: EdgeSnapshotPublisher,
  ) {}

  async stageCollaborations(
    records: readonly StreamRecord<CatalogCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const staged: Located<StagedCollaboration>[] = [];
    for (const record of records) {
      const checked = checkCollaboration(record);
      if ("code" in checked) context.reject(record, checked.code, checked.reason);
      else staged.push([checked, record]);
    }
    await this.staging.stageCollaborations(context.transaction, staged);
  }

  async stageArtists(
    records: readonly StreamRecord<CatalogArtist>[],
    context: PostgresContext,
  ): Promise<void> {
    const staged: Located<StagedArtist>[] = [];
    for (const record of records) {
      const checked = checkArtist(record);
      if ("code" in checked) context.reject(record, checked.code, checked.reason);
      else staged.push([checked, record]);
    }
    await this.staging.stageArtists(context.transaction, staged);
  }

  /** Applies the staged records and publishes what they change. */
  completeEpoch(
    marker: Pick<Marker, "epoch" | "ts">,
    context: PostgresEpochContext,
  ): Promise<{ edges: number }> {
    return this.memory.epoch(context.transaction, async (before, stored) => {
      const after = await this.#apply({ before, stored, marker, context });
      return { after, result: { edges: after.graph.adjacency.edgeCount } };
    });
  }

  /** Drops what an epoch has computed in memory whose transaction was rolled back. */
  rollBack(): void {
    this.memory.invalidate();
    this.communities.discard();
  }

  async #apply(epoch: OpenEpoch): Promise<VersionedGraph> {
    const { before, stored, context } = epoch;
    const { transaction } = context;
    const { graph } = before;
    const { adjacency } = graph;
    // Begun at the end of the previous epoch, unless the process has been restarted since.
    if (stored.communitiesBegun !== null) await this.communities.begin(graph, before.version);
    await this.changes.applyArtists(transaction);
    const changed = await this.changes.findPairs(transaction);
    const affected = new AffectedArtists(graph, isCheaperToRecompute(graph, changed.count));
    const version = await this.#applyPairs(epoch, changed, affected);
    await this.staging.clear(transaction);
    const progress = { computedAt: stored.communitiesVersion, begunAt: stored.communitiesBegun };
    const step = communityStep(progress, version, adjacency.edgeCount);
    if (step === "now") await this.communities.begin(graph, version);
    // Only if it was dropped; otherwise it has been updated with each change.
    await derive(graph);
    await this.artists.publishDirty(graph, affected.dirty(), version, context);
    await this.changes.recordArtists(transaction, mbidsOf(graph, affected.changed()));
    const communities = await this.#completeCommunities(
      epoch,
      step === "now" ? version : stored.communitiesBegun,
    );
    if (step === "begin") await this.communities.begin(graph, version);
    const after = { graph, version, stateId: context.nextStateId, communities };
    await this.state.save(transaction, {
      graphVersion: version,
      stateId: after.stateId,
      communitiesVersion: communities?.graphVersion ?? null,
      communitiesBegun: step === "begin" ? version : null,
      nextCommunity: communities?.next ?? 0,
    });
    await this.edgeSnapshots.publishIfDue(stored, version, context);
    await this.artists.publish(after, context);
    return after;
  }

  /** Applies the changed pairs in order and publishes a delta of each. Returns the version after the last one. */
  async #applyPairs(
    { before, marker, context }: OpenEpoch,
    changed: ChangedPairs,
    affected: AffectedArtists,
  ): Promise<number> {
    let { version } = before;
    if (affected.comparesEnds) {
      for await (const { artist_a: a, artist_b: b } of changed.read()) affected.before(a, b);
    }
    const edges = await this.changes.edgeWriter(context.transaction);
    for await (const pair of changed.read()) {
      const { artist_a: artistA, artist_b: artistB, unknown } = pair;
      if (unknown !== null) {
        rejectUnknown(pair, unknown, marker.epoch, context);
        continue;
      }
      const change = applyPair(before.graph, pair, version + 1);
      affected.after(change);
      version += 1;
      await edges.write(pair, version);
      await context.publish(topics.graphDeltas, topics.graphDeltas.keyOf({ artistA, artistB }), {
        graphVersion: version,
        kind: change.kind,
        artistA,
        artistB,
        weight: pair.weight ?? 0,
        firstRecording: pair.first_recording ?? 0,
      });
    }
    await edges.finish();
    return version;
  }

  /** The communities from this epoch on: those computed on the graph of a version, or the previous ones. */
  async #completeCommunities(
    { before, context }: OpenEpoch,
    version: number | null,
  ): Promise<Communities | null> {
    if (version === null) return before.communities;
    const { transaction } = context;
    const communities = await this.communities.complete(before, version, transaction);
    const changed = republished(before.graph, before.communities, communities);
    await this.changes.recordArtists(transaction, changed);
    return communities;
  }
}

function* mbidsOf({ adjacency }: CollaborationGraph, artists: Iterable<number>): Iterable<string> {
  for (const artist of artists) yield adjacency.mbids.mbidOf(artist);
}

/** The artists whose published community changes; none is published of artists of degree 0. */
function* republished(
  { adjacency }: CollaborationGraph,
  previous: Communities | null,
  communities: Communities,
): Iterable<string> {
  for (const [artist] of changesBetween(previous, communities)) {
    if (adjacency.degree(artist) > 0) yield adjacency.mbids.mbidOf(artist);
  }
}

/** Applies a pair that changes according to the tables: if it does not change memory, memory has diverged from them. */
function applyPair(graph: CollaborationGraph, pair: PairChange, version: number): GraphChange {
  const { artist_a: artistA, artist_b: artistB, weight, first_recording: firstRecording } = pair;
  const change =
    weight === null || firstRecording === null
      ? graph.remove(artistA, artistB)
      : graph.set(artistA, artistB, weight, firstRecording);
  if (change !== null) return change;
  throw new GraphMemoryError(
    "GRAPH_MEMORY_DIVERGED",
    `the tables change ${artistA}:${artistB} at version ${version}, memory has it already; the graph is loaded again`,
  );
}
