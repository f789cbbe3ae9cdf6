import type { ServerResponse } from "node:http";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { faultOf } from "@interlude/stage";
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from "@nestjs/common";
import { ApiError } from "./api-error.js";

const RETRY_AFTER_SECONDS = 5;

/** Sends every failed request of an API as JSON that a program can act on; logs failures that no code foresees. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const { status, code, message, retryAfterSeconds } = this.#problemOf(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...(retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) }),
    });
    response.end(JSON.stringify({ code, message }));
  }

  #problemOf(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    if (error instanceof HttpException) {
      return new ApiError(error.getStatus(), "REQUEST_REFUSED", error.message);
    }
    if (faultOf(error) === "transient") {
      this.logger.warn({ err: error }, "a request found the database away or busy");
      const message = "The database does not respond, or took too long for this request; try again later";
      return new ApiError(503, "SERVICE_BUSY", message, RETRY_AFTER_SECONDS);
    }
    this.logger.error({ err: error }, "a request failed");
    return new ApiError(500, "INTERNAL_ERROR", "The service failed at this request; its log says why");
  }
}
