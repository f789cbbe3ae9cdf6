import { CollaborationGraph } from "@interlude/core-graph";
import type { Database } from "@interlude/infra-postgres";
import { recomputeCollaborations } from "@interlude/service-normalization";

/** The state of the catalogue and the graph as the relational tables alone give it. */
export interface Truth {
  /** Weight and first recording of every pair `a:b`. */
  readonly collaborations: ReadonlyMap<string, { weight: number; firstRecording: number }>;
  readonly graph: CollaborationGraph;
}

/** Recomputes everything from the mirrored rows. */
export async function recompute(database: Database): Promise<Truth> {
  const { pairs: collaborations } = await recomputeCollaborations(database);
  const graph = new CollaborationGraph();
  for (const [pair, { weight, firstRecording }] of collaborations) {
    const [a, b] = pair.split(":") as [string, string];
    graph.set(a, b, weight, firstRecording);
  }
  return { collaborations, graph };
}
