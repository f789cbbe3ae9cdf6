import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiErrorFilter, QueryParameters, type QueryString } from "@interlude/infra-http/api";
import { Controller, Get, Query, Req, Res, UseFilters } from "@nestjs/common";
import { ChangeFeed } from "./change-feed.service.js";

/** Changes as they happen. */
@Controller("api/stream")
@UseFilters(ApiErrorFilter)
export class StreamController {
  constructor(private readonly feed: ChangeFeed) {}

  /**
   * Server-sent events `candidate`, `synthetic-track` and `epoch`; `reset` if what was missed is
   * no longer kept and everything should be loaded anew. `Last-Event-ID` resumes after that event. Without
   * an id comes `ingestion`, at the beginning and when it changes: the status of ingestion.
   */
  @Get()
  async stream(
    @Query() query: QueryString,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
  ): Promise<void> {
    void new QueryParameters(query, []);
    await this.feed.open(response, request.socket.remoteAddress ?? "", lastEventId(request));
  }
}

/** A header that is no id of ours is as good as one from another database: the browser loads anew. */
function lastEventId(request: IncomingMessage): number | null {
  const header = request.headers["last-event-id"];
  if (header === undefined || header === "") return null;
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : Number.MAX_SAFE_INTEGER;
}
