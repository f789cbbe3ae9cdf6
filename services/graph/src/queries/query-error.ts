import { ApiError } from "@interlude/infra-http/api";

type QueryErrorCode = "ARTIST_UNKNOWN" | "SEARCH_TOO_WIDE" | "GRAPH_NOT_READY" | "SEARCHES_FULL";

const STATUS: Readonly<Record<QueryErrorCode, number>> = {
  ARTIST_UNKNOWN: 404,
  SEARCH_TOO_WIDE: 422,
  GRAPH_NOT_READY: 503,
  SEARCHES_FULL: 503,
};

/** A query that the graph cannot respond to, or not now. Codes are stable. */
export class QueryError extends ApiError {
  override readonly name = "QueryError";

  constructor(code: QueryErrorCode, message: string) {
    super(STATUS[code], code, message, STATUS[code] === 503 ? 1 : null);
  }
}
