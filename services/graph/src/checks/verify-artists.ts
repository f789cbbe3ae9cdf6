import { type CatalogArtist, type GraphArtist, vectorBytes } from "@interlude/contracts";
import { type CollaborationGraph, attributeVector } from "@interlude/core-graph";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";

/** Structure and embedding of every artist that has collaborators, bit for bit. */
export function verifyArtists(
  graph: CollaborationGraph,
  published: ReadonlyMap<string, GraphArtist>,
): CheckResult {
  const { adjacency } = graph;
  const expected = new Map<string, string>();
  for (let id = 0; id < adjacency.artistCount; id += 1) {
    if (adjacency.degree(id) === 0) continue;
    const { degree, weightedDegree, coreNumber, clustering, component } = graph.structureOf(id);
    const embedding = vectorBytes(graph.embeddingOf(id)).toString("hex");
    const structure = [degree, weightedDegree, coreNumber, clustering, component, embedding];
    expected.set(adjacency.mbids.mbidOf(id), JSON.stringify(structure));
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

/** The attribute vector of every artist of the catalogue, computed from its catalogue record. */
export function verifyAttributes(
  catalogue: ReadonlyMap<string, CatalogArtist>,
  published: ReadonlyMap<string, GraphArtist>,
): CheckResult {
  const expected = new Map<string, string>();
  for (const [artist, { genres, country, type, gender }] of catalogue) {
    const vector = attributeVector({ genres: genres.map(({ name }) => name), country, type, gender });
    expected.set(artist, vectorBytes(vector).toString("hex"));
  }
  const actual = new Map<string, string>();
  for (const [artist, { attributes }] of published) {
    // An artist that is only in the graph has left the catalogue, and has no attributes.
    if (expected.has(artist) || attributes.length > 0) actual.set(artist, attributes.toString("hex"));
  }
  return compare("attributes of artists", expected, actual);
}

/**
 * The community of every artist that has collaborators against the table. The communities in the table were computed on
 * a graph that has changed since, and numbered after the ones before: they cannot be computed again.
 */
export async function verifyCommunities(
  operator: Queries,
  { adjacency }: CollaborationGraph,
  published: ReadonlyMap<string, GraphArtist>,
): Promise<CheckResult> {
  const expected = new Map<string, string>();
  const rows = operator.stream<{ artist: string; community: number }>(
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
