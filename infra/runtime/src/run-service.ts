import "reflect-metadata";
import type { StageDefinition } from "@interlude/stage";
import type { DynamicModule, Type } from "@nestjs/common";
import { connect } from "./connect.js";
import { onShutdown } from "./on-shutdown.js";
import { ServiceProcess } from "./service-process.js";
import { serviceSettings } from "./settings/service-settings.js";
import { type Settings, readSettings } from "./settings/setting.js";
import { createLogger } from "./telemetry/logger.js";

interface ServiceOptions {
  readonly definition: StageDefinition;
  /** The service's own settings, beside those that every service has. */
  readonly settings: Settings;
  readonly module: Type | DynamicModule;
  /** Opens the servers; a test brings its own. */
  readonly connect?: typeof connect;
}

/**
 * Runs a service until it is told to stop: reads its environment, responds to probes, waits for its servers as long as
 * they are away, reads its inputs, and drains on SIGTERM, SIGINT or when the process that started it goes away, also if
 * that comes during the start. A failure that does not pass is logged and ends the process with exit code 1.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { service } = options.definition;
  let logger = createLogger({ service, level: "info" });
  const fail = (error: unknown): never => {
    logger.fatal({ err: error }, "the service cannot go on");
    process.exit(1);
  };
  // Node.js would print it as it is, secrets included, and not as a line of JSON.
  process.on("uncaughtException", fail);
  let running: ServiceProcess | null = null;
  let stopping = false;
  onShutdown(async () => {
    stopping = true;
    logger.info("stopping");
    await running?.stop();
  }, fail);
  try {
    const settings = readSettings({ ...options.settings, ...serviceSettings }, process.env);
    logger = createLogger({ service, level: settings.logLevel });
    running = new ServiceProcess({ connect, ...options, settings, logger, onFailure: fail });
    await running.start();
  } catch (error) {
    // A shutdown closes what the start is still using; that is no failure.
    if (!stopping) fail(error);
  }
}
