import { type CatalogArtist, type GraphArtist, vectorBytes } from "@interlude/contracts";
import { attributeVector } from "@interlude/core-graph";
import type { Database } from "@interlude/infra-postgres";
import { type Finding, compare } from "./finding.js";
import type { Truth } from "./truth.js";

/** What follows from the graph as it is, of every artist who has collaborators, bit for bit. */
export function verifyGraphArtists(truth: Truth, published: ReadonlyMap<string, GraphArtist>): Finding {
  const { graph } = truth;
  const { adjacency } = graph;
  const expected = new Map<string, string>();
  for (let id = 0; id < adjacency.artistCount; id += 1) {
    if (adjacency.degree(id) === 0) continue;
    const { degree, weightedDegree, coreNumber, clustering, component } = graph.structureOf(id);
    const embedding = vectorBytes(graph.embeddingOf(id)).toString("hex");
    const standing = [degree, weightedDegree, coreNumber, clustering, component, embedding];
    expected.set(adjacency.mbids.mbidOf(id), JSON.stringify(standing));
  }
  const actual = new Map<string, string>();
  for (const [artist, found] of published) {
    const { degree, weightedDegree, coreNumber, clustering, component } = found;
    const embedding = found.embedding.toString("hex");
    if (degree === 0 && embedding === "" && component === null) continue;
    actual.set(
      artist,
      JSON.stringify([degree, weightedDegree, coreNumber, clustering, component, embedding]),
    );
  }
  return compare("artists of the graph", expected, actual);
}

/** The attribute vector of every artist of the catalogue, computed from what the catalogue says. */
export function verifyAttributes(
  catalogue: ReadonlyMap<string, CatalogArtist>,
  published: ReadonlyMap<string, GraphArtist>,
): Finding {
  const expected = new Map<string, string>();
  for (const [artist, { genres, country, type, gender }] of catalogue) {
    const vector = attributeVector({ genres: genres.map(({ name }) => name), country, type, gender });
    expected.set(artist, vectorBytes(vector).toString("hex"));
  }
  const actual = new Map<string, string>();
  for (const [artist, { attributes }] of published) {
    // Somebody who is in the graph only has left the catalogue, and nothing is said of them.
    if (expected.has(artist) || attributes.length > 0) actual.set(artist, attributes.toString("hex"));
  }
  return compare("attributes of artists", expected, actual);
}

/**
 * The community of every artist who has collaborators against the table. What is in the table was computed on a graph
 * that has changed since, and numbered after the ones before: it cannot be computed again.
 */
export async function verifyCommunities(
  truth: Truth,
  database: Database,
  published: ReadonlyMap<string, GraphArtist>,
): Promise<Finding> {
  const { adjacency } = truth.graph;
  const expected = new Map<string, string>();
  const rows = database.stream<{ artist: string; community: number }>(
    "select artist, community from graph.communities",
  );
  for await (const { artist, community } of rows) {
    const id = adjacency.mbids.find(artist);
    if (id >= 0 && adjacency.degree(id) > 0) expected.set(artist, String(community));
  }
  const actual = new Map<string, string>();
  for (const [artist, { community }] of published) {
    if (community !== null) actual.set(artist, String(community));
  }
  return compare("communities of artists", expected, actual);
}
