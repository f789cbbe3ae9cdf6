import { deadLetterTopics } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import {
  type Codec,
  type StageDefinition,
  StageMetrics,
  StageTransport,
  checkLayouts,
} from "@interlude/stage";
import type { DynamicModule, Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import type { Connections, connect } from "./connect.js";
import { type Open, drain } from "./drain.js";
import { DatabaseProbe } from "./health/database-probe.js";
import { ServiceHealth } from "./health/service-health.js";
import { watchForStall } from "./health/stall-watch.js";
import { WorkProgress } from "./health/work-progress.js";
import { ServiceServer } from "./http/service-server.js";
import { ServiceEngine } from "./service-engine.js";
import { ServiceOperations } from "./service-operations.js";
import { ServiceModule } from "./service.module.js";
import type { ServiceSettings } from "./settings/service-settings.js";
import { Startup } from "./startup.js";
import { StatusReporter } from "./status-reporter.js";
import type { Logger } from "./telemetry/logger.js";
import { nestLogger } from "./telemetry/nest-logger.js";

interface ServiceProcessOptions {
  readonly definition: StageDefinition;
  readonly settings: ServiceSettings;
  readonly module: Type | DynamicModule;
  readonly connect: typeof connect;
  readonly logger: Logger;
  /** Called if the process cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

/** The parts of a service's process, from the first to start to the last to stop. */
export class ServiceProcess {
  readonly #options: ServiceProcessOptions;
  readonly #metrics: StageMetrics;
  readonly #health: ServiceHealth;
  readonly #startup: Startup;
  readonly #progress = new WorkProgress();
  readonly #reporter = new StatusReporter();
  readonly #operations: ServiceOperations;
  /** Closed in the reverse order. */
  readonly #open: Open[] = [];
  #stopping = false;

  constructor(options: ServiceProcessOptions) {
    const { definition, logger } = options;
    this.#options = options;
    this.#metrics = new StageMetrics(definition.service);
    this.#health = new ServiceHealth(logger);
    this.#startup = new Startup(logger);
    this.#operations = new ServiceOperations({
      definition,
      health: this.#health,
      metrics: this.#metrics,
      reporter: this.#reporter,
    });
  }

  /**
   * Probes are responded to first, then the servers are waited for, then the service's own parts start.
   * @throws what does not pass by itself
   */
  async start(): Promise<void> {
    const { definition, logger, onFailure } = this.#options;
    this.#health.watch("the start", () => this.#startup.read());
    const server = await this.#listen();
    const stopWatching = watchForStall(this.#health, onFailure);
    this.#open.push({ name: "the watch", close: async () => stopWatching() });
    const connections = this.#connect();
    const codec = await this.#waitForServers(connections);
    const engine = new ServiceEngine({
      ...connections,
      definition,
      codec,
      metrics: this.#metrics,
      logger,
      health: this.#health,
      onFailure,
    });
    this.#operations.engine = engine;
    if (this.#stopping) return;
    const application = await this.#startup.untilDone("starting the service", () =>
      this.#startApplication(connections, codec, engine),
    );
    this.#open.push({ name: "the work at hand", close: () => application.close() });
    if (this.#stopping) return;
    server.serve(application.getHttpAdapter().getInstance());
    this.#health.finish("the start");
    this.#watchParts(connections);
    await application.startAllMicroservices();
    this.#health.started();
    logger.info({ address: await server.address() }, "ready");
  }

  /**
   * Ends the work at hand and closes everything.
   * @throws ServiceError `DRAIN_TIMEOUT`
   */
  stop(): Promise<void> {
    this.#stopping = true;
    this.#health.stopping();
    this.#startup.stop();
    return drain(this.#open, this.#options.settings.drainTimeoutSeconds);
  }

  async #listen(): Promise<ServiceServer> {
    const { settings, logger } = this.#options;
    const server = await ServiceServer.listen({
      host: settings.httpHost,
      port: settings.httpPort,
      allowedHosts: [settings.httpHost, ...settings.httpAllowedHosts],
      operations: this.#operations,
      logger,
    });
    this.#open.push({ name: "the HTTP server", close: () => server.close() });
    logger.info({ address: await server.address() }, "listening");
    return server;
  }

  #connect(): Connections {
    const { definition, settings, logger, connect: open } = this.#options;
    const connections = open(definition.service, settings, logger);
    this.#open.push(
      { name: "the connections to Postgres", close: () => connections.database.close() },
      { name: "the connections for queries", close: () => connections.queries.close() },
      { name: "the connections to Kafka", close: () => connections.log.close() },
    );
    return connections;
  }

  /** All three at once, so that the status says which of them is away. */
  async #waitForServers({ queries, log, reachLog, openCodec }: Connections): Promise<Codec> {
    const { service, inputs, outputs } = this.#options.definition;
    const [codec] = await Promise.all([
      this.#startup.untilDone("reaching the schema registry", openCodec),
      this.#startup.untilDone("reaching Postgres", () => queries.query("select 1")),
      this.#startup.untilDone("reaching Kafka", reachLog),
    ]);
    // A stage checks what it reads, too, when it begins.
    if (inputs.length === 0) {
      const topics = [...outputs, deadLetterTopics[service]];
      await this.#startup.untilDone("checking the topics", () => checkLayouts(log, topics));
    }
    return codec;
  }

  async #startApplication(
    connections: Connections,
    codec: Codec,
    engine: ServiceEngine,
  ): Promise<NestExpressApplication> {
    const { definition, settings, logger, module } = this.#options;
    const dependencies = {
      ...connections,
      definition,
      settings,
      codec,
      metrics: this.#metrics,
      reporter: this.#reporter,
      progress: this.#progress,
      logger,
    };
    const application = await NestFactory.create<NestExpressApplication>(
      ServiceModule.register(module, dependencies),
      // An API that takes a body reads it itself, within its own limit.
      { logger: nestLogger(logger), abortOnError: false, bodyParser: false },
    );
    application.disable("x-powered-by");
    if (definition.inputs.length > 0) {
      application.connectMicroservice({ strategy: new StageTransport<Transaction>(engine) });
    }
    try {
      await application.init();
      return application;
    } catch (error) {
      await application.close();
      throw error;
    }
  }

  /** What has to make progress, or to respond, once the service has started. */
  #watchParts({ queries }: Connections): void {
    const probe = new DatabaseProbe(queries);
    probe.start();
    this.#open.push({ name: "the probe", close: async () => probe.stop() });
    this.#health.watch("the database", () => probe.read());
    this.#health.watch("the work", () => this.#progress.read());
  }
}
