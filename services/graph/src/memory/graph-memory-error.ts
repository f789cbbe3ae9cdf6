/** The graph in memory cannot be used; it is loaded again. Codes are stable. */
export class GraphMemoryError extends Error {
  override readonly name = "GraphMemoryError";

  /**
   * @param code GRAPH_MEMORY_DIVERGED: it is not what the tables have; GRAPH_MEMORY_INVALIDATED: the epoch that was
   * using it was rolled back meanwhile; GRAPH_MEMORY_TRANSITION: a fault of this service, see `memory-state.ts`
   */
  constructor(
    readonly code: "GRAPH_MEMORY_DIVERGED" | "GRAPH_MEMORY_INVALIDATED" | "GRAPH_MEMORY_TRANSITION",
    message: string,
  ) {
    super(message);
  }
}
