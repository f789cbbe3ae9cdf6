import { CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import {
  CandidateFinder,
  type DatedEdge,
  type LinkModel,
  PRIOR_MODEL,
  selectDecisionThreshold,
  trainLinkModel,
  worldOf,
} from "@interlude/core-links";
import { mix32 } from "@interlude/core-numerics";
import { type EdgeList, type EdgeSource, edgeListOf } from "../graph/edge-list.js";

/** Margins that are compared, in log-odds. */
const MARGINS = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5];
/** Share of the edges that a model is trained on; the others come in packets. */
const TRAINED_ON = 0.7;
/** Share of the changes of a packet that take an edge away. */
const REMOVALS = 0.4;
/** Packets within which a candidate that comes back was withdrawn for nothing. */
const FLICKER_PACKETS = 10;

export interface BenchHysteresisOptions {
  readonly source: EdgeSource;
  readonly packets: number;
  /** Edges that come or go in a packet. */
  readonly changes: number;
  readonly seed: number;
}

/** What a margin does to candidates around the threshold. */
export interface MarginReport {
  /** In log-odds. */
  readonly margin: number;
  /** Candidates that fell below. */
  readonly withdrawn: number;
  /** Of these, pairs that were candidates again within ten packets. */
  readonly back: number;
  /** At the end. */
  readonly candidates: number;
  /** Of these, pairs that do not reach the threshold. */
  readonly inMargin: number;
}

export interface HysteresisReport {
  readonly bench: "hysteresis";
  readonly graph: string;
  readonly edges: number;
  readonly packets: number;
  readonly threshold: number;
  readonly margins: readonly MarginReport[];
}

/** The candidates under one margin. */
class Candidates {
  readonly keys = new Set<number>();
  readonly #withdrawnAt = new Map<number, number>();
  withdrawn = 0;
  back = 0;

  constructor(
    readonly margin: number,
    private readonly threshold: number,
  ) {}

  /** A look at a pair; its logit is null if it is far below the threshold, and `isKnown` if the two recorded together. */
  look(key: number, { logit, isKnown }: { logit: number | null; isKnown: boolean }, packet: number): void {
    const isOne = this.keys.has(key);
    if (logit !== null && logit >= (isOne ? this.threshold - this.margin : this.threshold)) {
      this.keys.add(key);
      if (!isOne && packet - (this.#withdrawnAt.get(key) ?? -Infinity) <= FLICKER_PACKETS) this.back += 1;
    } else if (isOne) {
      this.keys.delete(key);
      if (isKnown) return;
      this.withdrawn += 1;
      this.#withdrawnAt.set(key, packet);
    }
  }
}

/** Random edits of a graph: edges that come, in their order, and edges that go. */
class Edits {
  #draws = 0;

  constructor(
    private readonly graph: CollaborationGraph,
    private readonly there: DatedEdge[],
    private readonly coming: DatedEdge[],
    private readonly seed: number,
  ) {}

  /** Makes so many changes; returns the ends of their edges. */
  packet(changes: number): Set<number> {
    const ends = new Set<number>();
    for (let change = 0; change < changes; change += 1) {
      const edge = this.#below(100) < 100 * REMOVALS ? this.#taken() : this.#added();
      if (edge !== null) ends.add(edge.a).add(edge.b);
    }
    return ends;
  }

  #taken(): { a: number; b: number } | null {
    const [edge] = this.there.splice(this.#below(this.there.length), 1);
    return edge === undefined ? null : this.graph.remove(edge.a, edge.b);
  }

  #added(): { a: number; b: number } | null {
    const edge = this.coming.pop();
    if (edge === undefined) return null;
    this.there.push(edge);
    return this.graph.set(edge.a, edge.b, 1, edge.firstRecording);
  }

  #below(limit: number): number {
    this.#draws += 1;
    return mix32(Math.imul(this.seed, 0x9e3779b1) + this.#draws) % limit;
  }
}

/**
 * Measures what a margin of hysteresis saves: edges of a graph in random order, a model trained on the first of them, and
 * then packets in which some of the others come and some go.
 * @throws EdgeListError if the file is not an edge list
 */
export function benchHysteresis({
  source,
  packets,
  changes,
  seed,
}: BenchHysteresisOptions): HysteresisReport {
  const list = edgeListOf(source);
  const edges = shuffled(list, seed);
  const first = edges.slice(0, Math.floor(edges.length * TRAINED_ON));
  const coming = edges.slice(first.length).toReversed();
  const outcome = trainLinkModel(first, null);
  const model = outcome.kind === "trained" ? outcome.model : PRIOR_MODEL;
  const graph = new CollaborationGraph();
  for (const { a, b, firstRecording } of first) graph.set(a, b, 1, firstRecording);
  const all = (): Iterable<number> => Array.from({ length: graph.adjacency.artistCount }, (_, id) => id);
  const everything = logitsOf(graph, model, all(), Number.NEGATIVE_INFINITY);
  const threshold = thresholdOf(model, [...everything.values()], graph.adjacency.connectedArtistCount);
  const states = MARGINS.map((margin) => new Candidates(margin, threshold));
  for (const state of states) {
    for (const [key, logit] of everything) state.look(key, { logit, isKnown: false }, -Infinity);
  }
  const edits = new Edits(graph, [...first], coming, seed);
  for (let packet = 1; packet <= packets; packet += 1) {
    const ends = edits.packet(changes);
    const dirty = new Set(dirtyArtists(graph.adjacency, ends));
    const found = logitsOf(graph, model, dirty, threshold - Math.max(...MARGINS));
    for (const state of states) {
      for (const [key, logit] of found) state.look(key, { logit, isKnown: false }, packet);
      for (const key of state.keys) {
        const [a, b] = artistsOf(key);
        if (found.has(key) || !(dirty.has(a) || dirty.has(b))) continue;
        state.look(key, { logit: null, isKnown: graph.adjacency.hasEdge(a, b) }, packet);
      }
    }
  }
  const reached = logitsOf(graph, model, all(), threshold);
  return {
    bench: "hysteresis",
    graph: list.name,
    edges: edges.length,
    packets,
    threshold: 1 / (1 + Math.exp(-threshold)),
    margins: states.map(({ margin, withdrawn, back, keys }) => ({
      margin,
      withdrawn,
      back,
      candidates: keys.size,
      inMargin: [...keys].filter((key) => !reached.has(key)).length,
    })),
  };
}

/** The threshold of the model, or else the logit that one pair an artist reaches. */
function thresholdOf(model: LinkModel, logits: number[], artists: number): number {
  const chosen = selectDecisionThreshold(model);
  if (chosen !== null) return Math.log(chosen.probability) - Math.log1p(-chosen.probability);
  return logits.sort((x, y) => y - x)[Math.min(artists, logits.length) - 1]!;
}

/** Logits of the pairs of some artists at distance two, from `least` on. */
function logitsOf(
  graph: CollaborationGraph,
  model: LinkModel,
  artists: Iterable<number>,
  least: number,
): Map<number, number> {
  const finder = new CandidateFinder(worldOf(graph, model.asOf, null), model, 0);
  const found = new Map<number, number>();
  for (const artist of artists) {
    finder.forEachPassing(
      artist,
      () => true,
      (other, logit) => {
        if (logit >= least) found.set(keyOf(artist, other), logit);
      },
    );
  }
  return found;
}

const MOST_ARTISTS = 2 ** 26;
const keyOf = (a: number, b: number): number => Math.min(a, b) * MOST_ARTISTS + Math.max(a, b);
const artistsOf = (key: number): [number, number] => [Math.floor(key / MOST_ARTISTS), key % MOST_ARTISTS];

/** The edges in a random order, which is that of their times. */
function shuffled({ mbids, ends, weights }: EdgeList, seed: number): DatedEdge[] {
  const order = Array.from(weights, (_, edge) => edge);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = mix32(seed * 7919 + i) % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.map((edge, time) => {
    const [a, b] = [mbids[ends[2 * edge]!]!, mbids[ends[2 * edge + 1]!]!].sort() as [string, string];
    return { a, b, firstRecording: time + 1 };
  });
}

/** The report for people. */
export function hysteresisLines({ graph, edges, packets, threshold, margins }: HysteresisReport): string[] {
  return [
    `${graph}: ${edges} edges, threshold ${threshold.toFixed(4)}, ${packets} packets`,
    ...margins.map(
      ({ margin, withdrawn, back, candidates, inMargin }) =>
        `margin ${margin.toFixed(2)}  ${withdrawn} below the threshold, ${back} back within ten packets; ${candidates} candidates at the end, ${inMargin} of them in the margin`,
    ),
  ];
}
