import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type DynamicModule, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { OPERATIONS, type Operations, OperationsController } from "../operations.controller.js";
import type { Logger } from "../telemetry/logger.js";
import { nestLogger } from "../telemetry/nest-logger.js";
import { isAllowedHost } from "./allowed-hosts.js";

const OPERATIONS_PATH = /^\/(?:health\/|metrics$|status$)/;
/** Probes and scrapers name pods and services in ways that no list has, and learn nothing that matters. */
const OPEN_PATH = /^\/health\//;

interface ServiceServerOptions {
  readonly host: string;
  readonly port: number;
  /** Names by which it is reached, beside those of the loopback interface. */
  readonly allowedHosts: readonly string[];
  readonly operations: Operations;
  readonly logger: Logger;
}

/**
 * The HTTP server of a process. It responds to probes from the first moment to the last; the service's own API is put
 * behind it once there is one.
 */
export class ServiceServer {
  #api: RequestListener | null = null;

  private constructor(
    private readonly application: NestExpressApplication,
    private readonly options: ServiceServerOptions,
  ) {}

  /** @throws the system's error, as `EADDRINUSE` */
  static async listen(options: ServiceServerOptions): Promise<ServiceServer> {
    const { host, port, operations, logger } = options;
    const application = await NestFactory.create<NestExpressApplication>(operationsModule(operations), {
      logger: nestLogger(logger),
      abortOnError: false,
      bodyParser: false,
    });
    application.disable("x-powered-by");
    const server = new ServiceServer(application, options);
    application.use((request: IncomingMessage, response: ServerResponse, next: () => void) =>
      server.#route(request, response, next),
    );
    await application.listen(port, host);
    return server;
  }

  /** Base URL. */
  address(): Promise<string> {
    return this.application.getUrl();
  }

  /** Hands all but probes, metrics and status over to the service; null takes it back. */
  serve(api: RequestListener | null): void {
    this.#api = api;
  }

  close(): Promise<void> {
    return this.application.close();
  }

  #route(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const path = new URL(request.url ?? "/", "http://service").pathname;
    const { host } = request.headers;
    if (!OPEN_PATH.test(path) && !isAllowedHost(host, this.options.allowedHosts)) {
      refuse(
        response,
        421,
        "HOST_NOT_ALLOWED",
        "This service is not reached by that name: see HTTP_ALLOWED_HOSTS",
      );
    } else if (OPERATIONS_PATH.test(path)) {
      next();
    } else if (this.#api === null) {
      refuse(response, 503, "NOT_STARTED", "The service is starting or stopping; /health/ready says why");
    } else {
      this.#api(request, response);
    }
  }
}

@Module({})
class OperationsModule {}

function operationsModule(operations: Operations): DynamicModule {
  const providers = [{ provide: OPERATIONS, useValue: operations }];
  return { module: OperationsModule, controllers: [OperationsController], providers };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...(status === 503 ? { "retry-after": "5" } : {}),
  });
  response.end(JSON.stringify({ code, message }));
}
