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

/** A computation on the graph as it was at a version. */
interface Run {
  readonly graph: CollaborationGraph;
  readonly version: number;
  readonly found: Promise<Int32Array>;
}

/** Communities that are computed beside the stream, and what became of them. */
@Injectable()
export class CommunitiesService {
  #run: Run | null = null;

  constructor(
    private readonly repository: CommunitiesRepository,
    @Inject(COMMUNITY_FINDER) private readonly finder: CommunityFinder,
  ) {}

  /**
   * Begins to compute the communities of the graph as it is now; nothing where that is being done already. Once it
   * resolves the graph may change.
   */
  async begin(graph: CollaborationGraph, version: number): Promise<void> {
    if (this.#run?.graph === graph && this.#run.version === version) return;
    const found = this.finder.find(await runCooperatively(shareGraphTask(graph.adjacency)));
    // Whoever takes the result hears of an error; a result that nobody takes any more is nobody's trouble.
    found.catch(() => {});
    this.#run = { graph, version, found };
  }

  /** Lets go of the graph: memory drops it. */
  forget(): void {
    this.#run = null;
  }

  /**
   * Waits for the communities of a version, begun before, gives them the numbers of those before and writes them down.
   */
  async take(
    { graph, communities: previous }: Pick<VersionedGraph, "graph" | "communities">,
    version: number,
    transaction: Transaction,
  ): Promise<Communities> {
    const run = this.#run;
    if (run?.graph !== graph || run.version !== version) {
      throw new RangeError(`communities of version ${version} were not begun`);
    }
    const communities = stableCommunityIds(previous, await run.found, version);
    this.#run = null;
    await this.repository.save(transaction, byMbid(graph, changesBetween(previous, communities)));
    return communities;
  }
}

/** Ids of artists whose community is another than before, and which; -1 where they have none now. */
export function* changesBetween(
  before: Communities | null,
  { of }: Communities,
): Iterable<readonly [artist: number, community: number]> {
  for (let id = 0; id < of.length; id += 1) {
    if (of[id] !== (before?.of[id] ?? -1)) yield [id, of[id]!];
  }
}

function* byMbid(
  { adjacency }: CollaborationGraph,
  changes: Iterable<readonly [artist: number, community: number]>,
): Iterable<readonly [string, number]> {
  for (const [artist, community] of changes) yield [adjacency.mbids.mbidOf(artist), community];
}
