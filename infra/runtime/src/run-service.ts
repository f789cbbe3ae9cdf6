import "reflect-metadata";
import type { Transaction } from "@interlude/infra-postgres";
import { type StageDefinition, StageMetrics, StageTransport } from "@interlude/stage";
import type { DynamicModule, INestApplication, Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { connect } from "./connect.js";
import { onShutdown } from "./on-shutdown.js";
import { type ServiceDependencies, ServiceEngine } from "./service-engine.js";
import { ServiceModule } from "./service.module.js";
import { serviceSettings } from "./settings/service-settings.js";
import { type Settings, readSettings } from "./settings/setting.js";
import { StatusReporter } from "./status-reporter.js";
import { createLogger } from "./telemetry/logger.js";
import { nestLogger } from "./telemetry/nest-logger.js";

interface ServiceOptions {
  readonly definition: StageDefinition;
  /** The service's own settings, beside those that every service has. */
  readonly settings: Settings;
  readonly module: Type | DynamicModule;
  /** Opens the servers; a test brings its own. */
  readonly connect?: typeof connect;
}

type Close = () => Promise<unknown>;

/**
 * Runs a service until it is told to stop: reads its environment, connects, serves health and metrics, and drains on
 * SIGTERM, SIGINT or when the process that started it goes away, also if that comes during the start. A failure at any
 * time is logged and ends the process with exit code 1.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { service } = options.definition;
  let logger = createLogger({ service, level: "info" });
  const fail = (error: unknown): never => {
    logger.fatal({ err: error }, "the service cannot go on");
    process.exit(1);
  };
  let stopping = false;
  /** Closes what is open, in the order of opening. */
  const open: Close[] = [];
  onShutdown(async () => {
    stopping = true;
    logger.info("stopping");
    for (const close of open.toReversed()) await close();
  }, fail);
  try {
    const settings = readSettings({ ...options.settings, ...serviceSettings }, process.env);
    logger = createLogger({ service, level: settings.logLevel });
    const connections = (options.connect ?? connect)(service, settings, logger);
    open.push(
      () => connections.database.close(),
      () => connections.log.close(),
    );
    const dependencies: ServiceDependencies = {
      ...connections,
      definition: options.definition,
      settings,
      logger,
      codec: await connections.openCodec(),
      metrics: new StageMetrics(service),
      reporter: new StatusReporter(),
      onFailure: fail,
    };
    const app = await createApplication(options.module, dependencies);
    open.push(() => app.close());
    await app.listen(settings.httpPort, settings.httpHost);
    await app.startAllMicroservices();
    logger.info({ address: await app.getUrl() }, "ready");
  } catch (error) {
    // A shutdown closes what the start is still using; that is no failure.
    if (!stopping) fail(error);
  }
}

async function createApplication(
  module: Type | DynamicModule,
  dependencies: ServiceDependencies,
): Promise<INestApplication> {
  const engine = new ServiceEngine(dependencies);
  const app = await NestFactory.create(ServiceModule.register(module, dependencies, engine), {
    logger: nestLogger(dependencies.logger),
    abortOnError: false,
  });
  if (dependencies.definition.inputs.length > 0) {
    app.connectMicroservice({ strategy: new StageTransport<Transaction>(engine) });
  }
  return app;
}
