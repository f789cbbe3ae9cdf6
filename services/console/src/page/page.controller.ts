import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiErrorFilter, NotFoundError } from "@interlude/infra-http/api";
import { Controller, Get, Param, Req, Res, UseFilters } from "@nestjs/common";
import { readPageFiles } from "./page-files.js";

/** The page and what it is made of. */
@Controller()
@UseFilters(ApiErrorFilter)
export class PageController {
  readonly #files = readPageFiles();

  @Get()
  page(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.#send("index.html", request, response);
  }

  @Get("assets/:name")
  asset(@Param("name") name: string, @Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.#send(name, request, response);
  }

  #send(name: string, request: IncomingMessage, response: ServerResponse): void {
    const file = this.#files.get(name);
    if (file === undefined) throw new NotFoundError("The page has no such file");
    const headers = { "cache-control": "no-cache", etag: file.etag };
    if (request.headers["if-none-match"] === file.etag) {
      response.writeHead(304, headers).end();
    } else {
      response.writeHead(200, { ...headers, "content-type": file.type, "content-length": file.body.length });
      response.end(request.method === "HEAD" ? undefined : file.body);
    }
  }
}
