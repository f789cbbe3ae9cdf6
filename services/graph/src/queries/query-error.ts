import { type ArgumentsHost, Catch, type ExceptionFilter } from "@nestjs/common";
import type { ServerResponse } from "node:http";

export type QueryErrorCode =
  | "PARAMETER_INVALID"
  | "PARAMETER_UNKNOWN"
  | "ARTIST_UNKNOWN"
  | "SEARCH_TOO_WIDE"
  | "GRAPH_NOT_READY"
  | "SEARCHES_FULL";

const STATUS: Readonly<Record<QueryErrorCode, number>> = {
  PARAMETER_INVALID: 400,
  PARAMETER_UNKNOWN: 400,
  ARTIST_UNKNOWN: 404,
  SEARCH_TOO_WIDE: 422,
  GRAPH_NOT_READY: 503,
  SEARCHES_FULL: 503,
};

/** A question that cannot be answered; sent as `{ code, message }`. Codes are stable. */
export class QueryError extends Error {
  override readonly name = "QueryError";

  constructor(
    readonly code: QueryErrorCode,
    message: string,
  ) {
    super(message);
  }

  /** HTTP status. */
  get status(): number {
    return STATUS[this.code];
  }
}

/** Answers a failed question with JSON that a program can act on. */
@Catch(QueryError)
export class QueryErrorFilter implements ExceptionFilter<QueryError> {
  catch({ status, code, message }: QueryError, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const headers: Record<string, string> = {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    };
    if (status === 503) headers["retry-after"] = "1";
    response.writeHead(status, headers);
    response.end(JSON.stringify({ code, message }));
  }
}
