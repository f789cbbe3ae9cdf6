import type { ServerResponse } from "node:http";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from "@nestjs/common";
import { ApiError } from "./api-error.js";

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Answers every failed request of the API with JSON that a program can act on. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const { status, code, message } = this.#answer(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    });
    response.end(JSON.stringify({ code, message }));
  }

  #answer(error: unknown): Answer {
    if (error instanceof ApiError) return error;
    if (error instanceof HttpException) {
      return { status: error.getStatus(), code: "REQUEST_REFUSED", message: error.message };
    }
    this.logger.error({ err: error }, "a request failed");
    return { status: 500, code: "INTERNAL_ERROR", message: "The console could not answer; its log says why" };
  }
}
