import { mix32 } from "@interlude/core-numerics";
import { FEATURE_COUNT, designRows } from "../features/link-features.js";
import type { ArtistFacts } from "../facts/artist-facts.js";
import type { PairWorld } from "../features/pair-world.js";
import { Recency } from "../features/recency.js";
import type { LogisticModel } from "../logistic-model.js";
import { PairScorer, walksOf } from "../pair-scorer.js";
import { byFirst } from "../pairs/by-first.js";
import type { PairColumns } from "../pairs/pair-columns.js";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";
import type { SeededRandom } from "../seeded-random.js";
import { type Pair, UndirectedGraph } from "./undirected-graph.js";
import type { Window } from "./window.js";

/** Up to so many vertices all pairs that are not joined are listed; beyond it they are drawn. */
const LISTED_VERTICES = 600;
const DRAWS_A_PAIR = 50;
/** Fixed, so that the same graph always gives the same share. */
const SHARE_SEED = 0x1d872b41;

/** Logits with labels: 1 for what was held out, 0 for non-edges. */
export interface ScoredPairs {
  readonly scores: Float64Array;
  readonly labels: Uint8Array;
}

/** What a window knows beside its edges, and how much of it is looked at. */
export interface WindowOptions {
  /** Whether vertices without an edge in the window are known all the same. */
  readonly wholeUniverse: boolean;
  /** Facts by vertex; null where nothing is known beside the graph. */
  readonly facts?: ArtistFacts | null;
  /** Paths of length two beyond which the pairs at distance two are taken of a share of the vertices only. */
  readonly mostPaths?: number;
}

/** What a pair at distance two is. */
const [NON_EDGE, HELD, LEFT_OUT] = [0, 1, 2];

/** The graph of a window with what it holds out. */
export class WindowGraph {
  readonly graph: UndirectedGraph;
  readonly world: PairWorld;
  /** Held-out edges that can be predicted: between vertices of the universe, not joined. */
  readonly positives: readonly Pair[];
  /** Held-out edges with an end that the graph has not seen. */
  readonly unseen: number;
  /** Share of the vertices whose pairs at distance two are looked at. */
  readonly share: number;
  /** Whether a vertex is of the universe. */
  readonly #isSeen: (vertex: number) => boolean;
  /** Vertices that pairs are drawn from. */
  readonly #universe: readonly number[];
  /** Pairs that are held out, here or elsewhere. */
  readonly #held = new Set<number>();
  /** By vertex, the ends of larger number of its held-out and left-out pairs. */
  readonly #labelsOf = new Map<number, [other: number, label: number][]>();
  readonly #labels: Uint8Array;

  constructor(
    vertices: number,
    { fit, held, leftOut }: Window,
    { wholeUniverse, facts = null, mostPaths = Infinity }: WindowOptions,
  ) {
    this.graph = new UndirectedGraph(
      vertices,
      fit.map(({ pair }) => pair),
    );
    this.world = { graph: this.graph, recency: recencyOf(vertices, fit), cosine: null, facts };
    this.#isSeen = (vertex) => wholeUniverse || this.graph.degree(vertex) > 0;
    this.#universe = Array.from({ length: vertices }, (_, vertex) => vertex).filter(this.#isSeen);
    const fresh = held.filter((pair) => !this.graph.isJoined(pair));
    this.positives = fresh.filter(([a, b]) => this.#isSeen(a) && this.#isSeen(b));
    this.unseen = fresh.length - this.positives.length;
    this.#labels = new Uint8Array(vertices);
    for (const pair of fresh) this.#label(pair, HELD);
    for (const pair of leftOut) this.#label(pair, LEFT_OUT);
    let paths = 0;
    for (let v = 0; v < vertices; v += 1) paths += (this.graph.degree(v) * (this.graph.degree(v) - 1)) / 2;
    this.share = Math.min(1, mostPaths / Math.max(1, paths));
  }

  /** Whether the pair is neither joined nor held out, here or elsewhere. */
  isNonEdge(pair: Pair): boolean {
    return pair[0] !== pair[1] && !this.graph.isJoined(pair) && !this.#held.has(this.#key(pair));
  }

  /** Held-out edges that can be predicted: all, in their order, or so many of them, drawn uniformly. */
  drawPositives(most: number, random: SeededRandom): readonly Pair[] {
    return this.positives.length <= most ? this.positives : random.shuffled(this.positives).slice(0, most);
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

  /** Non-edges at distance two, drawn uniformly (reservoir sampling); fewer if there are no more. */
  drawAtDistanceTwo(count: number, random: SeededRandom): Pair[] {
    const drawn: Pair[] = [];
    let seen = 0;
    this.#forEachShared(new TwoHopPairs(this.graph), (pairs) => {
      for (let i = 0; i < pairs.count; i += 1) {
        if (this.#labels[pairs.others[i]!] !== NON_EDGE) continue;
        seen += 1;
        const slot = drawn.length < count ? drawn.length : random.below(seen);
        if (slot < count) drawn[slot] = [pairs.artist, pairs.others[i]!];
      }
    });
    return drawn;
  }

  /**
   * How many pairs at distance two the window's share of the vertices has, how many of them were held out, and how many
   * held-out pairs that can be predicted are farther apart.
   */
  countAtDistanceTwo(): { readonly pairs: number; readonly links: number; readonly farther: number } {
    let pairs = 0;
    let links = 0;
    let held = 0;
    this.#forEachShared(new TwoHopPairs(this.graph), ({ artist, count, others }) => {
      pairs += count;
      for (let i = 0; i < count; i += 1) links += Number(this.#labels[others[i]!] === HELD);
      for (const [other, label] of this.#labelsOf.get(artist) ?? [])
        held += Number(label === HELD && this.#isSeen(other));
    });
    return { pairs, links, farther: held - links };
  }

  /** Logits of the pairs at distance two of the window's share of the vertices: held-out edges and all non-edges. */
  scoreAtDistanceTwo(model: LogisticModel): ScoredPairs {
    const scorer = new PairScorer(model);
    const scores = new GrowingColumn();
    const labels = new GrowingColumn();
    this.#forEachShared(new TwoHopPairs(this.graph, walksOf(model)), (pairs) => {
      const logits = scorer.score(pairs, this.world);
      for (let i = 0; i < pairs.count; i += 1) {
        const label = this.#labels[pairs.others[i]!]!;
        if (label === LEFT_OUT) continue;
        scores.push(logits[i]!);
        labels.push(label);
      }
    });
    return { scores: scores.values(), labels: Uint8Array.from(labels.values()) };
  }

  /** What the regression sees of pairs, row after row, whatever their distance. */
  rowsOf(pairs: readonly Pair[]): Float64Array {
    const rows = new Float64Array(pairs.length * FEATURE_COUNT);
    const pairsOf = new TwoHopPairs(this.graph, { threeStepPaths: true, amongCommon: true });
    for (const [from, indices] of byFirst(pairs)) {
      pairsOf.to(
        from,
        indices.map((index) => pairs[index]![1]),
      );
      const own = designRows(pairsOf.selected, this.world);
      indices.forEach((index, i) => {
        rows.set(own.subarray(i * FEATURE_COUNT, (i + 1) * FEATURE_COUNT), index * FEATURE_COUNT);
      });
    }
    return rows;
  }

  /** Enumerates the pairs of each vertex of the share with larger ones, with labels set for those of the vertex at hand. */
  #forEachShared(pairsOf: TwoHopPairs, visit: (pairs: PairColumns) => void): void {
    for (const a of this.#universe) {
      if (this.share < 1 && (mix32(a ^ SHARE_SEED) >>> 0) / 2 ** 32 >= this.share) continue;
      const labelled = this.#labelsOf.get(a) ?? [];
      for (const [other, label] of labelled) this.#labels[other] = label;
      pairsOf.enumerate(a, "larger ids");
      visit(pairsOf.candidates);
      for (const [other] of labelled) this.#labels[other] = NON_EDGE;
    }
  }

  #label(pair: Pair, label: number): void {
    this.#held.add(this.#key(pair));
    const [a, b] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
    const labels = this.#labelsOf.get(a);
    if (labels === undefined) this.#labelsOf.set(a, [[b, label]]);
    else labels.push([b, label]);
  }

  #key([a, b]: Pair): number {
    const vertices = this.graph.artistCount;
    return a < b ? a * vertices + b : b * vertices + a;
  }
}

/** Recency of a window's vertices; null if no edge has a time. */
function recencyOf(vertices: number, fit: Window["fit"]): Recency | null {
  if (fit.every(({ time }) => time === null)) return null;
  const links = new Map<number, [other: number, time: number][]>();
  let asOf = 0;
  for (const { pair, time } of fit) {
    if (time === null) continue;
    asOf = Math.max(asOf, time);
    for (const [end, other] of [pair, pair.toReversed() as [number, number]]) {
      const known = links.get(end);
      if (known === undefined) links.set(end, [[other, time]]);
      else known.push([other, time]);
    }
  }
  return new Recency(vertices, asOf, (vertex, visit) => {
    for (const [other, time] of links.get(vertex) ?? []) visit(other, time);
  });
}

/** Numbers whose count is not known before. */
class GrowingColumn {
  #values = new Float64Array(1024);
  #count = 0;

  push(value: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  values(): Float64Array {
    return this.#values.slice(0, this.#count);
  }
}
