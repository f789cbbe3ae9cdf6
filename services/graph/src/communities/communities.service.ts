import {
  type CollaborationGraph,
  type Communities,
  shareGraphTask,
  stableCommunityIds,
} from "@interlude/core-graph";
import type { Transaction } from "@interlude/infra-postgres";
import { Inject, Injectable } from "@nestjs/common";
import { runCooperatively } from "../memory/run-cooperatively.js";
import type { VersionedGraph } from "../memory/versioned-graph.js";
import { CommunitiesRepository } from "./communities.repository.js";
import { COMMUNITY_FINDER, type CommunityFinder } from "./community-finder.js";

/** A computation on the graph as of a version. */
interface Computation {
  readonly graph: CollaborationGraph;
  readonly version: number;
  readonly found: Promise<Int32Array>;
}

/** Computes communities in the background of the stream and saves them. */
@Injectable()
export class CommunitiesService {
  #computation: Computation | null = null;

  constructor(
    private readonly repository: CommunitiesRepository,
    @Inject(COMMUNITY_FINDER) private readonly finder: CommunityFinder,
  ) {}

  /**
   * Starts computing the communities of the graph as it is now, unless that is being done already. The graph may change
   * once the promise resolves.
   */
  async begin(graph: CollaborationGraph, version: number): Promise<void> {
    if (this.#computation?.graph === graph && this.#computation.version === version) return;
    const found = this.finder.find(await runCooperatively(shareGraphTask(graph.adjacency)));
    // `complete` reports an error; without it the result is not needed any more.
    found.catch(() => {});
    this.#computation = { graph, version, found };
  }

  /** Discards a computation whose epoch was rolled back. */
  discard(): void {
    this.#computation = null;
  }

  /**
   * Waits for the communities of a version, whose computation was begun before, numbers them like the previous ones and
   * saves them.
   *
   * @throws RangeError if they were not begun
   */
  async complete(
    { graph, communities: previous }: Pick<VersionedGraph, "graph" | "communities">,
    version: number,
    transaction: Transaction,
  ): Promise<Communities> {
    const computation = this.#computation;
    if (computation?.graph !== graph || computation.version !== version) {
      throw new RangeError(`communities of version ${version} were not begun`);
    }
    const communities = stableCommunityIds(previous, await computation.found, version);
    this.#computation = null;
    await this.repository.save(transaction, byMbid(graph, changesBetween(previous, communities)));
    return communities;
  }
}

/** The artists whose community differs from the previous one, and the new one; -1 if they have none now. */
export function* changesBetween(
  previous: Communities | null,
  { of }: Communities,
): Iterable<readonly [artist: number, community: number]> {
  for (let id = 0; id < of.length; id += 1) {
    if (of[id] !== (previous?.of[id] ?? -1)) yield [id, of[id]!];
  }
}

function* byMbid(
  { adjacency }: CollaborationGraph,
  changes: Iterable<readonly [artist: number, community: number]>,
): Iterable<readonly [string, number]> {
  for (const [artist, community] of changes) yield [adjacency.mbids.mbidOf(artist), community];
}
