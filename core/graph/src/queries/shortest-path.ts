import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { GraphError } from "../errors.js";

/** An edge of a path. */
export interface PathStep {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** MusicBrainz row id of the first recording that names both. */
  readonly firstRecording: number;
}

/** Vertices a search visits before it gives up, unless given. */
const MAX_VISITED = 500_000;

/** The breadth-first search from one end. */
class BreadthFirstSearch {
  readonly distances: Map<number, number>;
  frontier: number[];
  depth = 0;

  constructor(
    private readonly adjacency: AdjacencyIndex,
    start: number,
  ) {
    this.distances = new Map([[start, 0]]);
    this.frontier = [start];
  }

  /** Adjacency entries that the next level scans. */
  get cost(): number {
    return this.frontier.reduce((sum, artist) => sum + this.adjacency.degree(artist), 0);
  }

  advance(): void {
    this.depth += 1;
    const next: number[] = [];
    for (const artist of this.frontier) {
      this.adjacency.forEachNeighbour(artist, (neighbour) => {
        if (this.distances.has(neighbour)) return;
        this.distances.set(neighbour, this.depth);
        next.push(neighbour);
      });
    }
    this.frontier = next;
  }
}

/**
 * The edges of a shortest path between two artists; empty from an artist to itself, null if there is none. Of several
 * shortest paths it is the lexicographically first by MBID, compared from `from` on.
 *
 * Bidirectional breadth-first search (I. Pohl 1971) that expands the cheaper frontier.
 *
 * @throws GraphError GRAPH_UNKNOWN_ARTIST, or GRAPH_SEARCH_TOO_WIDE after `maxVisited` vertices
 */
export function shortestPath(
  adjacency: AdjacencyIndex,
  from: number,
  to: number,
  maxVisited = MAX_VISITED,
): PathStep[] | null {
  adjacency.mbids.check(from);
  adjacency.mbids.check(to);
  const ahead = new BreadthFirstSearch(adjacency, from);
  const back = new BreadthFirstSearch(adjacency, to);
  let met = from === to ? [from] : [];
  while (met.length === 0) {
    if (ahead.frontier.length === 0 || back.frontier.length === 0) return null;
    if (ahead.distances.size + back.distances.size > maxVisited) {
      throw new GraphError(
        "GRAPH_SEARCH_TOO_WIDE",
        `no path between ${adjacency.mbids.mbidOf(from)} and ${adjacency.mbids.mbidOf(to)} among the ${maxVisited} artists around them: ask for artists nearer to each other`,
      );
    }
    const [moving, other] = ahead.cost <= back.cost ? [ahead, back] : [back, ahead];
    moving.advance();
    met = moving.frontier.filter((artist) => other.distances.has(artist));
  }
  return firstPath(adjacency, ahead, back, met, from);
}

/** Walks from `from`, at each step to the smallest MBID on any shortest path. */
function firstPath(
  adjacency: AdjacencyIndex,
  ahead: BreadthFirstSearch,
  back: BreadthFirstSearch,
  met: readonly number[],
  from: number,
): PathStep[] {
  // Vertices of the search from `from` that lead to where the two met. All of the other search's do.
  const leading = new Set(met);
  for (const artist of leading) {
    adjacency.forEachNeighbour(artist, (neighbour) => {
      if (ahead.distances.get(neighbour) === ahead.distances.get(artist)! - 1) leading.add(neighbour);
    });
  }
  const steps: PathStep[] = [];
  const total = ahead.depth + back.depth;
  for (let at = from; steps.length < total; at = steps.at(-1)!.to) {
    const distance = steps.length + 1;
    const step: { best: PathStep | null } = { best: null };
    adjacency.forEachNeighbour(at, (to, weight, firstRecording) => {
      const onPath =
        distance <= ahead.depth
          ? ahead.distances.get(to) === distance && leading.has(to)
          : back.distances.get(to) === total - distance;
      if (!onPath || (step.best !== null && adjacency.mbids.compare(step.best.to, to) < 0)) return;
      step.best = { from: at, to, weight, firstRecording };
    });
    steps.push(step.best!);
  }
  return steps;
}
