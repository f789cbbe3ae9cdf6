import { type GraphDelta, pairKey } from "@interlude/contracts";

/** The edges that a topic of deltas says there are. */
export interface FoldedDeltas {
  /** Version of the topic's first delta; Infinity without one. */
  readonly firstVersion: number;
  readonly edges: ReadonlyMap<string, Pick<GraphDelta, "weight" | "firstRecording">>;
}

/** Applies deltas one after the other to no edges; one that was sent again changes nothing. */
export async function foldDeltas(deltas: AsyncIterable<GraphDelta>): Promise<FoldedDeltas> {
  const edges = new Map<string, GraphDelta>();
  let firstVersion = Infinity;
  let version = 0;
  for await (const delta of deltas) {
    if (delta.graphVersion <= version) continue;
    version = delta.graphVersion;
    firstVersion = Math.min(firstVersion, version);
    const pair = pairKey(delta.artistA, delta.artistB);
    if (delta.kind === "edgeRemoved") edges.delete(pair);
    else edges.set(pair, delta);
  }
  return { firstVersion, edges };
}
