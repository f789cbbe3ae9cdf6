import {
  type AdjacencyIndex,
  type CollaborationGraph,
  type GraphChange,
  dirtyArtists,
} from "@interlude/core-graph";
import { mix32 } from "@interlude/core-numerics";

/** Collaborations that a packet of 10,000 row changes brings: a recording with two artists takes about ten rows. */
export const PACKET_ROWS = 10_000;
const EDITS = 1_000;

/** An edge as it is after an edit. */
export interface Edit extends Pick<GraphChange, "kind"> {
  /** MBIDs in order. */
  readonly artistA: string;
  readonly artistB: string;
  readonly weight: number;
  readonly firstRecording: number;
}

/** What a packet does to the graph, and the artists whose pairs are to be scored again. */
export interface PacketEdits {
  readonly edits: readonly Edit[];
  /** MBIDs. */
  readonly dirty: readonly string[];
}

/**
 * Applies a packet to the graph: three in five collaborations join partners of one partner, one in five any two artists,
 * and one in five is a further recording of two who have one. Same graph, same number, same packet.
 */
export function applyPacket(graph: CollaborationGraph, number: number): PacketEdits {
  const { adjacency } = graph;
  const newest = adjacency.edgeCount * 64 + number * EDITS;
  const ends = new Set<number>();
  const edits: Edit[] = [];
  for (let n = 0; n < EDITS; n += 1) {
    const draw = (salt: number): number => mix32(mix32(number * EDITS + n) + salt);
    const [one, other] = endsOf(adjacency, n % 5, draw);
    if (one === other) continue;
    const [artistA, artistB] = [adjacency.mbids.mbidOf(one), adjacency.mbids.mbidOf(other)].sort() as [
      string,
      string,
    ];
    const before = adjacency.weight(one, other);
    const firstRecording = before > 0 ? adjacency.firstRecording(one, other) : newest + n;
    const change = graph.set(artistA, artistB, before + 1, firstRecording);
    if (change === null) continue;
    if (change.kind === "edgeAdded") ends.add(one).add(other);
    edits.push({ kind: change.kind, artistA, artistB, weight: before + 1, firstRecording });
  }
  const dirty = Array.from(dirtyArtists(adjacency, ends), (artist) => adjacency.mbids.mbidOf(artist));
  return { edits, dirty };
}

/** A pair of artists that an edit joins. */
function endsOf(adjacency: AdjacencyIndex, kind: number, draw: (salt: number) => number): [number, number] {
  const artist = draw(1) % adjacency.artistCount;
  if (kind === 3) return [artist, draw(2) % adjacency.artistCount];
  const partner = neighbourOf(adjacency, artist, draw(3));
  return kind === 4 ? [artist, partner] : [artist, neighbourOf(adjacency, partner, draw(4))];
}

/** One of an artist's partners; the artist itself if there is none. */
function neighbourOf(adjacency: AdjacencyIndex, artist: number, drawn: number): number {
  const neighbours: number[] = [];
  adjacency.forEachNeighbour(artist, (neighbour) => neighbours.push(neighbour));
  return neighbours[drawn % Math.max(1, neighbours.length)] ?? artist;
}
