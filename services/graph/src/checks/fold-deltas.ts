import { type GraphDelta, pairKey } from "@interlude/contracts";

/** The edges that a topic of deltas says there are. */
export interface FoldedDeltas {
  /** Version of the topic's first delta, 0 if there is a snapshot with all before it; Infinity without any. */
  readonly firstVersion: number;
  readonly edges: ReadonlyMap<string, Pick<GraphDelta, "weight" | "firstRecording">>;
}

/**
 * Applies deltas one after the other to no edges; one that was sent again changes nothing. A whole snapshot takes the
 * place of all edges.
 */
export async function foldDeltas(deltas: AsyncIterable<GraphDelta>): Promise<FoldedDeltas> {
  let edges = new Map<string, GraphDelta>();
  let snapshot = new Map<string, GraphDelta>();
  let firstVersion = Infinity;
  let version = 0;
  for await (const delta of deltas) {
    const pair = pairKey(delta.artistA, delta.artistB);
    if (delta.kind === "snapshotEdge") {
      const [edge] = snapshot.values();
      if (edge?.graphVersion !== delta.graphVersion) snapshot = new Map();
      snapshot.set(pair, delta);
    } else if (delta.kind === "snapshotEnd") {
      if (delta.graphVersion < version || snapshot.size !== delta.weight) continue;
      edges = new Map(snapshot);
      version = delta.graphVersion;
      firstVersion = 0;
    } else if (delta.graphVersion > version) {
      version = delta.graphVersion;
      firstVersion = Math.min(firstVersion, version);
      if (delta.kind === "edgeRemoved") edges.delete(pair);
      else edges.set(pair, delta);
    }
  }
  return { firstVersion, edges };
}
