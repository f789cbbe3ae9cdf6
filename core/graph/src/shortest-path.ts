import type { AdjacencyIndex } from "./adjacency-index.js";
import { GraphError } from "./errors.js";

/** From one artist to the next on a path. */
export interface PathStep {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** MusicBrainz row id of the first recording that names both. */
  readonly firstRecording: number;
}

/** Artists looked at before a search gives up, unless told otherwise. */
const MOST_ARTISTS = 500_000;

/** One end's levels: whom it takes how many steps to. */
class Reach {
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

  /** Neighbours that the next level looks at. */
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
 * A shortest path between two artists, step by step; empty from an artist to itself, null where there is none. Of
 * several shortest paths it is the one whose artists come first in the order of MBIDs, compared from `from` on.
 *
 * Searches level by level from the end that is cheaper to go on from. Throws GRAPH_UNKNOWN_ARTIST, and
 * GRAPH_SEARCH_TOO_WIDE when `mostArtists` have been looked at.
 */
export function shortestPath(
  adjacency: AdjacencyIndex,
  from: number,
  to: number,
  mostArtists = MOST_ARTISTS,
): PathStep[] | null {
  adjacency.mbids.check(from);
  adjacency.mbids.check(to);
  const ahead = new Reach(adjacency, from);
  const back = new Reach(adjacency, to);
  let met = from === to ? [from] : [];
  while (met.length === 0) {
    if (ahead.frontier.length === 0 || back.frontier.length === 0) return null;
    if (ahead.distances.size + back.distances.size > mostArtists) {
      throw new GraphError(
        "GRAPH_SEARCH_TOO_WIDE",
        `no path between ${adjacency.mbids.mbidOf(from)} and ${adjacency.mbids.mbidOf(to)} among the ${mostArtists} artists around them: ask for artists nearer to each other`,
      );
    }
    const [moving, other] = ahead.cost <= back.cost ? [ahead, back] : [back, ahead];
    moving.advance();
    met = moving.frontier.filter((artist) => other.distances.has(artist));
  }
  return firstPath(adjacency, ahead, back, met, from);
}

/** Walks from `from`, at each step to the first MBID of those who are on some shortest path. */
function firstPath(
  adjacency: AdjacencyIndex,
  ahead: Reach,
  back: Reach,
  met: readonly number[],
  from: number,
): PathStep[] {
  // Of those ahead only some lead to where the searches met; everybody nearer to the end behind it does.
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
