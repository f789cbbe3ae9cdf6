import { type GraphDelta, MARKER_HEADER, topics } from "@interlude/contracts";
import type { TestNamespace } from "@interlude/infra-testing";

/** The deltas on the topic, in order. */
export async function publishedDeltas({ log, codec }: TestNamespace): Promise<GraphDelta[]> {
  const found: GraphDelta[] = [];
  for await (const { value, headers } of log.read([topics.graphDeltas.name])) {
    if (headers[MARKER_HEADER] === undefined)
      found.push(...(await codec.decodeItems(topics.graphDeltas, value!)));
  }
  return found;
}

/** The edges in the store, as `edgesOf` gives those of a graph. */
export async function storedEdges(stream: TestNamespace): Promise<string[]> {
  const rows = await stream
    .database("graph")
    .query<{ edge: string }>(
      "select artist_a || ':' || artist_b || ' ' || weight || ' ' || first_recording as edge from edges",
    );
  return rows.map(({ edge }) => edge).sort();
}
