import type { CollaborationGraph, Communities } from "@interlude/core-graph";

/** The graph in memory, and the version that it stands for. */
export interface VersionedGraph {
  readonly graph: CollaborationGraph;
  readonly version: number;
  /** As of a version of their own; null before they were computed first. */
  readonly communities: Communities | null;
}
