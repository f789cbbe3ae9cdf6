import { CollaborationGraph } from "@interlude/core-graph";

/** The graph in memory, and the version that it stands for. */
export interface LiveGraph {
  readonly graph: CollaborationGraph;
  readonly version: number;
}
