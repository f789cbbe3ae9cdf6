import type { CatalogArtist, GraphArtist } from "@interlude/contracts";
import type { CollaborationGraph } from "@interlude/core-graph";
import type { CheckResult, Queries } from "@interlude/infra-checks";
import type { ExpectedEdges } from "./expected-graph.js";
import { verifyArtists, verifyAttributes, verifyCommunities } from "./verify-artists.js";
import { verifyEdges } from "./verify-edges.js";

/** What the graph service keeps and has published, against the expected graph and the catalogue. */
export async function verifyGraph(
  operator: Queries,
  expected: { readonly edges: ExpectedEdges; readonly graph: CollaborationGraph },
  published: {
    readonly catalogue: ReadonlyMap<string, CatalogArtist>;
    readonly artists: ReadonlyMap<string, GraphArtist>;
  },
): Promise<CheckResult[]> {
  return [
    await verifyEdges(operator, expected.edges),
    verifyArtists(expected.graph, published.artists),
    verifyAttributes(published.catalogue, published.artists),
    await verifyCommunities(operator, expected.graph, published.artists),
  ];
}
