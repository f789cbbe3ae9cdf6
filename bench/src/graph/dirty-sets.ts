import { type AdjacencyIndex, dirtyArtists } from "@interlude/core-graph";
import { TwoHopPairs } from "@interlude/core-links";
import { mix32 } from "@interlude/core-numerics";
import { apply, someEdges } from "./changing.js";

export interface DirtyMeasurement {
  /** Edges removed. */
  readonly edges: number;
  /** Artists marked dirty. */
  readonly marked: number;
  /** Those of them none of whose pairs changed in status or counts. */
  readonly overMarked: number;
  /** Pairs that changed and have no marked end: must be 0. */
  readonly missedPairs: number;
}

/** Compares the dirty set of removed edges with the pairs that changed. The graph is restored afterwards. */
export function measureDirty(adjacency: AdjacencyIndex, count: number): DirtyMeasurement {
  const edges = someEdges(adjacency, count);
  const before = pairHashes(adjacency);
  for (const edge of edges) apply(adjacency, edge, false);
  const after = pairHashes(adjacency);
  const dirty = new Set(
    dirtyArtists(
      adjacency,
      edges.flatMap(([a, b]) => [a, b]),
    ),
  );
  for (const edge of edges) apply(adjacency, edge, true);
  const involved = new Set<number>();
  let missedPairs = 0;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(key) === after.get(key)) continue;
    const [a, b] = [Math.floor(key / adjacency.artistCount), key % adjacency.artistCount];
    involved.add(a).add(b);
    if (!dirty.has(a) && !dirty.has(b)) missedPairs += 1;
  }
  const overMarked = [...dirty].filter((artist) => !involved.has(artist)).length;
  return { edges: edges.length, marked: dirty.size, overMarked, missedPairs };
}

/** A hash of status and features of every pair at distance one or two. */
function pairHashes(adjacency: AdjacencyIndex): Map<number, number> {
  const sweep = new TwoHopPairs(adjacency);
  const hashes = new Map<number, number>();
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    sweep.enumerate(artist, "larger ids", "candidates and known");
    for (const [status, columns] of [sweep.known, sweep.candidates].entries()) {
      for (let i = 0; i < columns.count; i += 1) {
        let hash = mix32(status);
        for (const value of Object.values(columns.at(i)) as number[]) {
          hash = mix32(hash + Math.trunc(value));
          hash = mix32(hash + Math.round((value % 1) * 2 ** 30));
        }
        hashes.set(artist * adjacency.artistCount + columns.others[i]!, hash);
      }
    }
  }
  return hashes;
}
