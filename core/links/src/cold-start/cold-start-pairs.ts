import type { AdjacencyIndex } from "@interlude/core-graph";
import type { AttributeCells } from "./attribute-cells.js";

/** A graph, and which of its artists are of equal attributes. */
export interface ColdStartWorld {
  readonly graph: AdjacencyIndex;
  /** Null where pairs at distance two are all there are. */
  readonly cells: AttributeCells | null;
}

/**
 * Whether an artist has no other at distance two: it recorded with no one, or all that can be reached from it recorded with it.
 * It depends on the artist's neighbours and theirs alone and changes for none but artists that `dirtyArtists` marks.
 */
function isCold(graph: AdjacencyIndex, artist: number): boolean {
  const block = graph.listBlock(artist);
  const start = graph.listStart(artist);
  const degree = graph.degree(artist);
  for (let i = start; i < start + degree; i += 1) {
    const u = block[i]!;
    // With more neighbours than the artist, one of them is at distance two.
    if (graph.degree(u) > degree) return false;
    const second = graph.listBlock(u);
    const first = graph.listStart(u);
    for (let j = first; j < first + graph.degree(u); j += 1) {
      if (second[j] !== artist && !graph.hasEdge(artist, second[j]!)) return false;
    }
  }
  return true;
}

/**
 * The artists with whom one makes a cold-start pair: mates that did not record with it, where it or the mate is cold. What
 * can be reached from a cold artist is joined to it, so that such a pair has no common neighbour either.
 */
export function coldStartPartners({ graph, cells }: ColdStartWorld, artist: number): number[] {
  const mates = (cells?.matesOf(artist) ?? []).filter((mate) => !graph.hasEdge(artist, mate));
  return mates.length === 0 || isCold(graph, artist) ? mates : mates.filter((mate) => isCold(graph, mate));
}

/** Whether one of the {@link coldStartPartners} of `a` is `b`; the same from either end. */
export function isColdStartPair({ graph, cells }: ColdStartWorld, a: number, b: number): boolean {
  if (cells === null || !cells.areMates(a, b) || graph.hasEdge(a, b)) return false;
  return isCold(graph, a) || isCold(graph, b);
}
