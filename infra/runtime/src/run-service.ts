import "reflect-metadata";
import { serviceSettings } from "./settings/service-settings.js";
import { type Settings, readSettings } from "./settings/setting.js";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { type StageDefinition, StageTransport, StageMetrics } from "@interlude/stage";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import { createRegistryCodec } from "@interlude/infra-registry";
import { createLogger } from "./telemetry/logger.js";
import { nestLogger } from "./telemetry/nest-logger.js";
import type { DynamicModule, INestApplication, Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ServiceEngine, type ServiceParts } from "./service-engine.js";
import { ServiceModule } from "./service.module.js";
import { StatusBoard } from "./status-board.js";
import { stopWith } from "./stop-with.js";

/**
 * Runs a service until it is told to stop: reads its environment, connects, serves health and
 * metrics, and drains on SIGTERM, SIGINT or when the process that started it goes away.
 */
export async function runService(options: {
  definition: StageDefinition;
  /** The service's own settings, beside those that every service has. */
  settings: Settings;
  module: Type | DynamicModule;
}): Promise<void> {
  const { definition } = options;
  const settings = readSettings({ ...options.settings, ...serviceSettings }, process.env);
  const logger = createLogger({ service: definition.service, level: settings.logLevel });
  const fail = (error: unknown): never => {
    logger.fatal({ err: error }, "the service cannot go on");
    process.exit(1);
  };
  try {
    const parts: ServiceParts = {
      definition,
      settings,
      logger,
      database: new Database({
        url: settings.databaseUrl,
        application: `interlude-${definition.service}`,
      }),
      log: await createKafkaEventLog({
        connection: settings.kafka,
        namespace: settings.namespace,
        clientId: definition.service,
        logger,
      }),
      codec: await createRegistryCodec({
        connection: settings.registry,
        namespace: settings.namespace,
      }),
      metrics: new StageMetrics(definition.service),
      board: new StatusBoard(),
      onFailure: fail,
    };
    const app = await startApplication(options.module, parts);
    stopWith(async () => {
      logger.info("stopping");
      await app.close();
      await parts.log.close();
      await parts.database.close();
    }, fail);
  } catch (error) {
    fail(error);
  }
}

async function startApplication(
  module: Type | DynamicModule,
  parts: ServiceParts,
): Promise<INestApplication> {
  const { settings, definition, logger } = parts;
  const engine = new ServiceEngine(parts);
  const app = await NestFactory.create(ServiceModule.register(module, parts, engine), {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  if (definition.inputs.length > 0) {
    app.connectMicroservice({ strategy: new StageTransport<Transaction>(engine) });
  }
  await app.listen(settings.httpPort, settings.httpHost);
  await app.startAllMicroservices();
  logger.info({ address: await app.getUrl() }, "ready");
  return app;
}
