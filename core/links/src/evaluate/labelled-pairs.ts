import { GRAPH_FEATURES, writeFeatures } from "../graph-features/graph-features.js";
import { PathSums } from "../graph-features/path-sums.js";
import { type Pair, UndirectedGraph } from "../graph-features/undirected-graph.js";
import type { SeededRandom } from "../seeded-random.js";
import type { Window } from "./protocols.js";

const WIDTH = GRAPH_FEATURES.length;
/** Up to so many vertices all pairs that are not joined are listed; beyond it they are drawn. */
const LISTED_VERTICES = 600;
const DRAWS_A_PAIR = 50;

/** The graph of a window with what it holds out. */
export class WindowGraph {
  readonly graph: UndirectedGraph;
  /** Held-out edges that can be predicted: between vertices of the universe. */
  readonly positives: readonly Pair[];
  /** Held-out edges with an end that the graph has not seen. */
  readonly unseen: number;
  readonly sums: PathSums;
  /** Pairs that are no candidates for a non-edge: joined, or left out. */
  readonly #joined: Set<number>;
  readonly #held: Set<number>;
  /** Vertices that pairs are drawn from. */
  readonly #universe: readonly number[];

  /** @param wholeUniverse whether vertices without an edge in the window are known all the same */
  constructor(vertices: number, { fit, held, leftOut }: Window, wholeUniverse: boolean) {
    this.graph = new UndirectedGraph(vertices, fit);
    this.sums = new PathSums(this.graph);
    const all = Array.from({ length: vertices }, (_, vertex) => vertex);
    const seen = (vertex: number): boolean => wholeUniverse || this.graph.degree(vertex) > 0;
    this.#universe = all.filter(seen);
    this.positives = held.filter(([a, b]) => seen(a) && seen(b));
    this.unseen = held.length - this.positives.length;
    this.#joined = new Set([...fit, ...leftOut].map((pair) => this.#key(pair)));
    this.#held = new Set(held.map((pair) => this.#key(pair)));
  }

  isHeld(pair: Pair): boolean {
    return this.#held.has(this.#key(pair));
  }

  /** Whether the pair is neither joined nor held out, here or elsewhere. */
  isNonEdge(pair: Pair): boolean {
    return pair[0] !== pair[1] && !this.#joined.has(this.#key(pair)) && !this.isHeld(pair);
  }

  /** Different pairs that are neither joined nor held out, drawn uniformly; fewer if there are no more. */
  drawNonEdges(count: number, random: SeededRandom): Pair[] {
    const universe = this.#universe;
    if (universe.length <= LISTED_VERTICES) {
      const all = universe.flatMap((a, i) => universe.slice(i + 1).map((b): Pair => [a, b]));
      return random.shuffled(all.filter((pair) => this.isNonEdge(pair))).slice(0, count);
    }
    const drawn = new Map<number, Pair>();
    for (let draw = 0; drawn.size < count && draw < count * DRAWS_A_PAIR; draw += 1) {
      const pair: Pair = [universe[random.below(universe.length)]!, universe[random.below(universe.length)]!];
      if (this.isNonEdge(pair)) drawn.set(this.#key(pair), pair);
    }
    return [...drawn.values()];
  }

  /** Calls `visit` for each link and non-edge at distance two, once, with what the regression sees of it; overwritten for the next. */
  forEachAtDistanceTwo(visit: (pair: Pair, isLink: boolean, row: Float64Array) => void): void {
    const row = new Float64Array(WIDTH);
    for (const a of this.#universe) {
      this.sums.start(a);
      for (const b of this.sums.atDistanceTwo()) {
        if (b <= a) continue;
        const pair: Pair = [a, b];
        const isLink = this.isHeld(pair);
        if (!isLink && !this.isNonEdge(pair)) continue;
        writeFeatures(this.sums.to(b), row);
        visit(pair, isLink, row);
      }
    }
  }

  /** What the regression sees of pairs that are not joined, row after row. */
  rowsOf(pairs: readonly Pair[]): Float64Array {
    const rows = new Float64Array(pairs.length * WIDTH);
    const order = Array.from(pairs.keys()).sort((x, y) => pairs[x]![0] - pairs[y]![0]);
    let from = -1;
    for (const index of order) {
      const [a, b] = pairs[index]!;
      if (a !== from) this.sums.start((from = a));
      writeFeatures(this.sums.to(b), rows, index * WIDTH);
    }
    return rows;
  }

  #key([a, b]: Pair): number {
    const vertices = this.graph.artistCount;
    return a < b ? a * vertices + b : b * vertices + a;
  }
}
