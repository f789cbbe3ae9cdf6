import type { AddressInfo } from "node:net";
import { Database } from "@interlude/infra-postgres";
import { CODEC, LOGGER, QUERY_DATABASE, StatusReporter, createLogger } from "@interlude/infra-runtime";
import { createMemoryCodec } from "@interlude/stage/testing";
import { StageMetrics } from "@interlude/stage";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { GraphModule } from "../graph.module.js";
import { GraphService } from "../graph.service.js";
import { GraphMemory } from "../memory/graph-memory.js";
import type { GraphProcess } from "./graph-process.js";

@Module({})
class WholeService {}

/** The service with its HTTP server and its threads, apart from Kafka: epochs are run by hand. */
export interface GraphApp extends Pick<GraphProcess, "service" | "memory"> {
  readonly url: string;
  close(): Promise<void>;
}

export async function startGraphApp(database: Database): Promise<GraphApp> {
  const providers = [
    { provide: Database, useValue: database },
    { provide: QUERY_DATABASE, useValue: database },
    { provide: LOGGER, useValue: createLogger({ service: "graph", level: "silent" }) },
    { provide: StageMetrics, useValue: new StageMetrics("graph") },
    { provide: StatusReporter, useValue: new StatusReporter() },
    { provide: CODEC, useValue: createMemoryCodec() },
  ];
  const app = await NestFactory.create(
    { module: WholeService, global: true, imports: [GraphModule], providers, exports: providers },
    { logger: false, abortOnError: false },
  );
  await app.listen(0, "127.0.0.1");
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    service: app.get(GraphService),
    memory: app.get(GraphMemory),
    url: `http://127.0.0.1:${port}`,
    close: () => app.close(),
  };
}
