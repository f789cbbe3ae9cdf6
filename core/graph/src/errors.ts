/** What can be wrong with input to the graph. Codes are stable; messages may be reworded. */
export type GraphErrorCode =
  | "GRAPH_INVALID_MBID"
  | "GRAPH_UNKNOWN_ARTIST"
  | "GRAPH_SELF_LOOP"
  | "GRAPH_INVALID_WEIGHT"
  | "GRAPH_INVALID_FIRST_RECORDING"
  | "GRAPH_SEARCH_TOO_WIDE"
  | "GRAPH_CHANGED_MEANWHILE"
  | "GRAPH_SNAPSHOT_UNRECOGNIZED"
  | "GRAPH_SNAPSHOT_VERSION"
  | "GRAPH_SNAPSHOT_TRUNCATED"
  | "GRAPH_SNAPSHOT_CORRUPT";

/** Input that the graph rejects. Nothing of a rejected change is applied. */
export class GraphError extends Error {
  override readonly name = "GraphError";

  constructor(
    readonly code: GraphErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
