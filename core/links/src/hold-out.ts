import { AdjacencyIndex } from "@interlude/core-graph";
import { mix32 } from "@interlude/core-numerics";
import { type DatedEdge, sortEdges } from "./event-windows.js";
import { FeaturedPairs } from "./featured-pairs.js";
import { sampleNonEdges } from "./non-edges.js";
import { PairSample } from "./pair-sample.js";
import { newestFirstRecording } from "./recency.js";

/** Fixed, so that the same edges always give the same sample. */
const SEED = 0x1d872b41;

/** What to hold out. */
interface HoldOutOptions {
  /** The past: what the features are computed from. */
  readonly fit: readonly DatedEdge[];
  /** What came next: what is to be predicted. */
  readonly label: readonly DatedEdge[];
  /** How many negatives to keep at most; beyond it negatives are thinned by a hash of their MBIDs. */
  readonly maximumNegatives?: number;
}

/** All pairs at distance two in the past, labelled by whether they recorded together in the label window. */
export interface HoldOut {
  readonly sample: PairSample;
  /** The same links against one random non-edge each, as far as those are at distance two. */
  readonly againstRandom: PairSample;
  /** Random non-edges that are not at distance two: the model never lets them through. */
  readonly farNonEdges: number;
  /** Pairs at distance two in the fit graph. */
  readonly pairs: number;
  /** Those of them that the label window joins. */
  readonly positives: number;
  /** New edges of the label window whose ends are both in the fit graph, but not at distance two. */
  readonly distantPositives: number;
  /** New edges of the label window with an end the fit graph has never seen. */
  readonly unseenPositives: number;
}

/**
 * Builds the graph of the fit window, enumerates its pairs at distance two and labels them by the label window.
 * The result does not depend on the order of the edges. Costs the paths of length two in the fit graph.
 */
export function holdOut({ fit, label, maximumNegatives = 1_000_000 }: HoldOutOptions): HoldOut {
  const graph = new AdjacencyIndex();
  for (const { a, b, firstRecording } of sortEdges(fit)) {
    graph.setEdge(graph.intern(a), graph.intern(b), 1, firstRecording);
  }
  const { joined, unseen } = newEdges(graph, label);
  const random = sampleNonEdges(graph, joined, (a, b) => pairNumber(graph, a, b));
  const hashes = Uint32Array.from({ length: graph.artistCount }, (_, id) => graph.mbids.hashOf(id, SEED));
  const sample = new PairSample(maximumNegatives);
  const againstRandom = new PairSample(Infinity);
  let nearNonEdges = 0;
  const featured = new FeaturedPairs(graph, newestFirstRecording(fit));
  let pairs = 0;
  let positives = 0;
  for (let artist = 0; artist < graph.artistCount; artist += 1) {
    featured.forEach(artist, { scope: "larger ids" }, (other, values) => {
      pairs += 1;
      const pair = pairNumber(graph, artist, other);
      const isLink = joined.has(pair);
      positives += Number(isLink);
      // A sum, so that the hash does not depend on which of the two has the smaller id.
      const hash = mix32(hashes[artist]! + hashes[other]!);
      sample.add(hash, isLink, values);
      const isRandom = random.has(pair);
      nearNonEdges += Number(isRandom);
      if (isLink || isRandom) againstRandom.add(hash, isLink, values);
    });
  }
  const distantPositives = joined.size - positives;
  const farNonEdges = random.size - nearNonEdges;
  return {
    sample,
    againstRandom,
    farNonEdges,
    pairs,
    positives,
    distantPositives,
    unseenPositives: unseen,
  };
}

/** Label edges between two artists of the fit graph that are not joined in it, and how many others are new. */
function newEdges(
  graph: AdjacencyIndex,
  label: readonly DatedEdge[],
): { joined: Set<number>; unseen: number } {
  const joined = new Set<number>();
  let unseen = 0;
  for (const edge of label) {
    const a = graph.mbids.find(edge.a);
    const b = graph.mbids.find(edge.b);
    if (a < 0 || b < 0) unseen += 1;
    else if (!graph.hasEdge(a, b)) joined.add(pairNumber(graph, a, b));
  }
  return { joined, unseen };
}

/** One number for an unordered pair of ids; exact up to 94 million artists. */
function pairNumber(graph: AdjacencyIndex, a: number, b: number): number {
  return Math.min(a, b) * graph.artistCount + Math.max(a, b);
}
