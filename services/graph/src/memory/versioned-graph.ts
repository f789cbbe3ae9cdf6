import type { CollaborationGraph, Communities } from "@interlude/core-graph";

/** The graph as of a version, and the communities that are published with it. */
export interface VersionedGraph {
  readonly graph: CollaborationGraph;
  readonly version: number;
  /** Identity of the state: another history may have come to the same version. */
  readonly stateId: string;
  /** They have a version of their own; null before they were first computed. */
  readonly communities: Communities | null;
}
