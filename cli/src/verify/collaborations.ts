import { type CatalogCollaboration, pairKey } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import { storedCollaborations } from "@interlude/service-normalization";
import { type Finding, compare } from "./finding.js";
import type { Truth } from "./truth.js";

interface Edge {
  artistA: string;
  artistB: string;
  weight: number;
  firstRecording: number;
  /** Left out where only weights are kept. */
  kinds?: readonly string[];
}

/** The truth against the table, the topic and the graph's edges. */
export async function verifyCollaborations(
  truth: Truth,
  database: Database,
  published: ReadonlyMap<string, CatalogCollaboration>,
): Promise<Finding[]> {
  const expected = new Map(
    [...truth.collaborations].map(([pair, { weight, firstRecording }]) => [
      pair,
      `${weight} since ${firstRecording}`,
    ]),
  );
  const edges = database.stream<Edge>(
    `select artist_a as "artistA", artist_b as "artistB", weight, first_recording as "firstRecording" from graph.edges`,
  );
  return [
    compare("collaborations in the store", expected, await describeAll(storedCollaborations(database))),
    compare("collaborations on the topic", expected, await describeAll(published.values())),
    compare(
      "kinds of collaborations on the topic",
      await kindsOf(storedCollaborations(database)),
      await kindsOf(published.values()),
    ),
    compare("edges of the graph", expected, await describeAll(edges)),
  ];
}

async function kindsOf(edges: AsyncIterable<Edge> | Iterable<Edge>): Promise<Map<string, string>> {
  const kinds = new Map<string, string>();
  for await (const edge of edges) {
    kinds.set(pairKey(edge.artistA, edge.artistB), (edge.kinds ?? []).join(", "));
  }
  return kinds;
}

async function describeAll(edges: AsyncIterable<Edge> | Iterable<Edge>): Promise<Map<string, string>> {
  const described = new Map<string, string>();
  for await (const { artistA, artistB, weight, firstRecording } of edges) {
    described.set(pairKey(artistA, artistB), `${weight} since ${firstRecording}`);
  }
  return described;
}
