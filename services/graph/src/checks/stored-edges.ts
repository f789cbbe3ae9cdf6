import { pairKey } from "@interlude/contracts";
import type { Queries } from "@interlude/infra-checks";

/** An edge as the service keeps it. */
interface StoredEdge {
  readonly weight: number;
  readonly firstRecording: number;
  /** Version of the delta that made it what it is. */
  readonly graphVersion: number;
}

/** Every edge that the service keeps, by the pair's key. */
export async function storedEdges(operator: Queries): Promise<Map<string, StoredEdge>> {
  const edges = new Map<string, StoredEdge>();
  for await (const { artistA, artistB, ...edge } of operator.stream<
    StoredEdge & { readonly artistA: string; readonly artistB: string }
  >(
    `select artist_a as "artistA", artist_b as "artistB", weight, first_recording as "firstRecording",
       graph_version as "graphVersion"
     from graph.edges`,
  )) {
    edges.set(pairKey(artistA, artistB), edge);
  }
  return edges;
}

export const edgeText = ({ weight, firstRecording }: Pick<StoredEdge, "weight" | "firstRecording">): string =>
  `${weight} since ${firstRecording}`;
