import { readFileSync } from "node:fs";
import { isMbid } from "@interlude/contracts";
import { mix32 } from "@interlude/core-numerics";
import { AdjacencyIndex } from "@interlude/core-graph";
import { generateCollaborations, numberedMbid } from "@interlude/core-graph/testing";

const WEIGHT = /^[1-9]\d{0,8}$/;

/** A graph as a list of edges, in no order. */
export interface EdgeList {
  /** The file, or how it was generated. */
  readonly name: string;
  /** The file, for peers to read; null if the list was generated. */
  readonly file: string | null;
  /** By vertex number. */
  readonly mbids: readonly string[];
  /** The two vertices of each edge. */
  readonly ends: Int32Array;
  readonly weights: Int32Array;
  readonly firstRecordings: Int32Array;
}

/** An edge list, or how many edges to generate. */
export type EdgeSource = { readonly file: string } | { readonly generate: number; readonly seed: number };

/** The edges of a source. @throws EdgeListError */
export function edgeListOf(source: EdgeSource): EdgeList {
  return "file" in source ? readEdgeList(source.file) : generateEdgeList(source.generate, source.seed);
}

/** A file that is not an edge list. */
export class EdgeListError extends Error {
  readonly code = "BENCH_INVALID_EDGES";
  override readonly name = "EdgeListError";
}

/**
 * Reads an edge list: one undirected edge a line, as two vertex numbers, or as two MBIDs and optionally the number of
 * recordings together (the format of `interlude verify`'s expected collaborations). Lines that begin with # are skipped.
 * @throws EdgeListError if a line is something else
 */
export function readEdgeList(file: string): EdgeList {
  const numbers = new Map<string, number>();
  const mbids: string[] = [];
  const ends: number[] = [];
  const weights: number[] = [];
  let byMbid = false;
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const fields = line.trim().split(/\s+/);
    const vertices = fields.slice(0, 2);
    const artists = vertices.every(isMbid);
    const weight = artists ? (fields[2] ?? "1") : "1";
    if (
      vertices.length < 2 ||
      vertices[0] === vertices[1] ||
      !(artists || vertices.every((text) => /^\d+$/.test(text))) ||
      !WEIGHT.test(weight) ||
      (ends.length > 0 && artists !== byMbid)
    ) {
      throw new EdgeListError(
        `${file}, line ${index + 1}: expected two different vertex numbers, or two MBIDs and a number of recordings, the same as before; found ${JSON.stringify(line)}`,
      );
    }
    byMbid = artists;
    weights.push(Number(weight));
    for (const vertex of vertices) {
      let number = numbers.get(vertex);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(vertex, number);
        mbids.push(artists ? vertex : numberedMbid(Number(vertex)));
      }
      ends.push(number);
    }
  }
  const edges = ends.length / 2;
  return {
    name: file,
    file,
    mbids,
    ends: Int32Array.from(ends),
    weights: Int32Array.from(weights),
    firstRecordings: Int32Array.from({ length: edges }, (_, edge) => edge + 1),
  };
}

/** Generates a heavy-tailed graph with half as many artists as edges, in shuffled order. Same seed, same graph. */
export function generateEdgeList(edges: number, seed: number): EdgeList {
  const artists = Math.ceil(edges / 2);
  const graph = new AdjacencyIndex();
  for (let artist = 0; artist < artists; artist += 1) graph.intern(randomMbid(seed, artist));
  generateCollaborations({ artists, edges, seed }, (a, b, recording) => {
    const weight = graph.weight(a, b);
    graph.setEdge(a, b, weight + 1, weight === 0 ? recording : graph.firstRecording(a, b));
    return weight === 0;
  });
  const list: EdgeList = {
    name: `generated, seed ${seed}`,
    file: null,
    mbids: Array.from({ length: artists }, (_, artist) => graph.mbids.mbidOf(artist)),
    ends: new Int32Array(edges * 2),
    weights: new Int32Array(edges),
    firstRecordings: new Int32Array(edges),
  };
  const positions = shuffledNumbers(edges, seed);
  let next = 0;
  graph.forEachEdge((a, b, weight, firstRecording) => {
    const position = positions[next]!;
    next += 1;
    list.ends[position * 2] = a;
    list.ends[position * 2 + 1] = b;
    list.weights[position] = weight;
    list.firstRecordings[position] = firstRecording;
  });
  return list;
}

/** A permutation of 0 … count-1 (Fisher–Yates). Same seed, same permutation. */
export function shuffledNumbers(count: number, seed: number): Int32Array {
  const numbers = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = mix32(mix32(seed) + i) % (i + 1);
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers;
}

function randomMbid(seed: number, artist: number): string {
  const hex = Array.from({ length: 4 }, (_, i) =>
    mix32(mix32(seed + i) + artist)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
