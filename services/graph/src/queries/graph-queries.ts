import { type AdjacencyIndex, GraphError, egoNetwork, shortestPath } from "@interlude/core-graph";
import { Injectable } from "@nestjs/common";
import { GraphMemory } from "../memory/graph-memory.js";
import type { VersionedGraph } from "../memory/versioned-graph.js";
import type {
  Collaboration,
  CommonNeighboursResponse,
  EgoResponse,
  NamedArtist,
  NearestResponse,
  PathResponse,
} from "./responses.js";
import { ArtistNamesRepository } from "./artist-names.repository.js";
import { NearestSearch } from "./nearest-search.js";
import { QueryError } from "./query-error.js";
import { ReplicaRefresh } from "./replica-refresh.js";

/** Vertices a path search visits before it gives up: some 50 ms, during which the event loop is blocked. */
const MAX_VISITED = 100_000;
/** How long a query waits for an epoch that is being applied. */
const TIMEOUT_MS = 2_000;

/**
 * Queries on the graph as of the last complete epoch.
 *
 * @throws QueryError by all methods
 */
@Injectable()
export class GraphQueries {
  constructor(
    private readonly memory: GraphMemory,
    private readonly replica: ReplicaRefresh,
    private readonly names: ArtistNamesRepository,
    private readonly nearestSearch: NearestSearch,
  ) {}

  /** The artist's neighbourhood: at most `first` collaborators and `second` of theirs. */
  async ego(mbid: string, caps: { first: number; second: number }): Promise<EgoResponse> {
    const { graph, version } = await this.#idleGraph();
    const { adjacency } = graph;
    const { artists, edges, firstTotal, secondTotal } = egoNetwork(adjacency, idOf(adjacency, mbid), caps);
    // All of the graph is read before the first await: an epoch may change it then.
    const response = {
      graphVersion: version,
      artists: artists.map(({ artist, ring }) => ({
        artist: adjacency.mbids.mbidOf(artist),
        ring,
        degree: adjacency.degree(artist),
      })),
      collaborations: edges.map(({ a, b, ...edge }) => collaboration(adjacency, a, b, edge)),
      firstTotal,
      secondTotal,
    };
    return { ...response, artists: await this.#withNames(response.artists) };
  }

  /** A shortest path; of several the lexicographically first by MBID. */
  async path(from: string, to: string): Promise<PathResponse> {
    const { graph, version } = await this.#idleGraph();
    const { adjacency } = graph;
    const steps = pathBetween(adjacency, idOf(adjacency, from), idOf(adjacency, to));
    if (steps === null) return { graphVersion: version, path: null, steps: [] };
    const path = [from, ...steps.map((step) => adjacency.mbids.mbidOf(step.to))];
    const collaborations = steps.map((step) => collaboration(adjacency, step.from, step.to, step));
    const named = await this.#withNames(path.map((artist) => ({ artist })));
    return { graphVersion: version, path: named, steps: collaborations };
  }

  /** The common neighbours of two artists, at most `limit`. */
  async common(one: string, other: string, limit: number): Promise<CommonNeighboursResponse> {
    const { graph, version } = await this.#idleGraph();
    const { adjacency } = graph;
    const common = adjacency.commonNeighbours(idOf(adjacency, one), idOf(adjacency, other));
    const artists = common
      .sort((x, y) => adjacency.degree(x) - adjacency.degree(y) || adjacency.mbids.compare(x, y))
      .slice(0, limit)
      .map((id) => ({ artist: adjacency.mbids.mbidOf(id), degree: adjacency.degree(id) }));
    return { graphVersion: version, artists: await this.#withNames(artists), total: common.length };
  }

  /** The artists with the nearest embeddings, at most `count`; none for an artist of degree 0. */
  async nearest(mbid: string, count: number): Promise<NearestResponse> {
    const deadline = performance.now() + TIMEOUT_MS;
    for (;;) {
      const { graph, version } = await this.#idleGraph();
      const { adjacency } = graph;
      const artist = idOf(adjacency, mbid);
      const { revision } = adjacency;
      const found = await this.nearestSearch.find(graph, artist, count);
      if (adjacency.revision === revision) {
        const artists = found.map((near) => ({
          artist: adjacency.mbids.mbidOf(near.artist),
          cosine: near.cosine,
          collaborator: adjacency.hasEdge(artist, near.artist),
        }));
        return { graphVersion: version, artists: await this.#withNames(artists) };
      }
      // An epoch changed the graph meanwhile: the result is of no version.
      if (performance.now() > deadline)
        throw notReady("epochs follow each other too fast to search between them");
    }
  }

  async #idleGraph(): Promise<VersionedGraph> {
    const deadline = performance.now() + TIMEOUT_MS;
    await this.replica.refresh(TIMEOUT_MS);
    const graph = await this.memory.waitUntilIdle(Math.max(0, deadline - performance.now()));
    if (graph === "loading") throw notReady("the graph is being loaded");
    if (graph === "epoch") throw notReady("an epoch is being applied");
    return graph;
  }

  async #withNames<Item extends { readonly artist: string }>(
    items: readonly Item[],
  ): Promise<(Item & NamedArtist)[]> {
    const names = await this.names.of(items.map(({ artist }) => artist));
    return items.map((item) => ({ ...item, name: names.get(item.artist) ?? "" }));
  }
}

function idOf({ mbids }: AdjacencyIndex, mbid: string): number {
  const id = mbids.find(mbid);
  if (id >= 0) return id;
  throw new QueryError("ARTIST_UNKNOWN", `the graph has no artist with the MBID ${mbid}`);
}

function pathBetween(adjacency: AdjacencyIndex, from: number, to: number) {
  try {
    return shortestPath(adjacency, from, to, MAX_VISITED);
  } catch (error) {
    if (!(error instanceof GraphError) || error.code !== "GRAPH_SEARCH_TOO_WIDE") throw error;
    throw new QueryError("SEARCH_TOO_WIDE", error.message);
  }
}

function collaboration(
  { mbids }: AdjacencyIndex,
  a: number,
  b: number,
  { weight, firstRecording }: { readonly weight: number; readonly firstRecording: number },
): Collaboration {
  const [artistA, artistB] = mbids.compare(a, b) < 0 ? [a, b] : [b, a];
  return {
    artistA: mbids.mbidOf(artistA),
    artistB: mbids.mbidOf(artistB),
    recordings: weight,
    firstRecording,
  };
}

function notReady(why: string): QueryError {
  return new QueryError("GRAPH_NOT_READY", `${why}: ask again in a moment`);
}
