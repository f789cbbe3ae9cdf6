import { InterludeError } from "@interlude/stage";

/**
 * The graph in memory cannot be used; it is loaded again. GRAPH_MEMORY_DIVERGED: it is not what the tables have;
 * GRAPH_MEMORY_INVALIDATED: the epoch that was using it was rolled back meanwhile; GRAPH_MEMORY_TRANSITION: a fault of
 * this service, see `memory-state.ts`.
 */
export class GraphMemoryError extends InterludeError<
  "GRAPH_MEMORY_DIVERGED" | "GRAPH_MEMORY_INVALIDATED" | "GRAPH_MEMORY_TRANSITION"
> {}
