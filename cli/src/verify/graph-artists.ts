import type { GraphArtist } from "@interlude/contracts";
import { type Finding, compare } from "./finding.js";
import type { Truth } from "./truth.js";

/** Degree, weighted degree and embedding of every artist who has collaborators, bit for bit. */
export function verifyGraphArtists(truth: Truth, published: ReadonlyMap<string, GraphArtist>): Finding {
  const { adjacency } = truth.graph;
  const expected = new Map<string, string>();
  for (let id = 0; id < adjacency.artistCount; id += 1) {
    if (adjacency.degree(id) === 0) continue;
    const embedding = [...truth.graph.embeddingOf(id)];
    expected.set(
      adjacency.mbids.mbidOf(id),
      JSON.stringify([adjacency.degree(id), truth.graph.weightedDegree(id), embedding]),
    );
  }
  const actual = new Map<string, string>();
  for (const [artist, { degree, weightedDegree, embedding }] of published) {
    if (degree > 0) actual.set(artist, JSON.stringify([degree, weightedDegree, embedding]));
  }
  return compare("artists of the graph", expected, actual);
}
