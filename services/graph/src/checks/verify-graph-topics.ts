import type { GraphArtist } from "@interlude/contracts";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";
import { expectedGraph } from "./expected-graph.js";
import type { FoldedDeltas } from "./fold-deltas.js";
import { edgeText, storedEdges } from "./stored-edges.js";
import { verifyArtists, verifyCommunities } from "./verify-artists.js";

/** What the graph service has published against what it keeps; its own inputs are not looked at. */
export async function verifyGraphTopics(
  operator: Queries,
  published: { readonly artists: ReadonlyMap<string, GraphArtist>; readonly deltas: FoldedDeltas },
): Promise<CheckResult[]> {
  const { artists, deltas } = published;
  const edges = await storedEdges(operator);
  const graph = expectedGraph(edges);
  // Deltas are kept for some days: of what came before the first of them the topic says nothing.
  const covered = [...edges].filter(([, { graphVersion }]) => graphVersion >= deltas.firstVersion);
  return [
    verifyArtists(graph, artists),
    await verifyCommunities(operator, graph, artists),
    await verifyNames(operator, artists),
    compare(
      "edges by the deltas on the topic",
      new Map(covered.map(([pair, edge]) => [pair, edgeText(edge)])),
      new Map([...deltas.edges].map(([pair, edge]) => [pair, edgeText(edge)])),
    ),
  ];
}

/** Name and popularity of every artist that the service keeps. */
async function verifyNames(
  operator: Queries,
  published: ReadonlyMap<string, GraphArtist>,
): Promise<CheckResult> {
  const expected = new Map<string, string>();
  const rows = operator.stream<Pick<GraphArtist, "artist" | "name" | "popularity">>(
    "select artist, name, popularity from graph.artists",
  );
  for await (const { artist, name, popularity } of rows)
    expected.set(artist, JSON.stringify([name, popularity]));
  const actual = new Map<string, string>();
  for (const [artist, { name, popularity }] of published) {
    // An artist that is only in the graph has left the catalogue.
    const isOnlyInGraph = !expected.has(artist) && name === "" && popularity === null;
    if (!isOnlyInGraph) actual.set(artist, JSON.stringify([name, popularity]));
  }
  return compare("names and popularity of artists", expected, actual);
}
