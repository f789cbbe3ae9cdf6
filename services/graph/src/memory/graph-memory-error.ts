/** The graph in memory cannot be worked with. Codes are stable. */
export class GraphMemoryError extends Error {
  override readonly name = "GraphMemoryError";

  constructor(
    readonly code: "GRAPH_MEMORY_DIVERGED",
    message: string,
  ) {
    super(message);
  }
}
