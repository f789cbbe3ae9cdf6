import type { LoggerService } from "@nestjs/common";
import type { Logger } from "./logger.js";

/** Lets the framework's own messages take the same road as everything else. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: "debug" | "warn" | "error" | "trace") =>
    (message: unknown, ...context: unknown[]) =>
      logger[level]({ context: context.at(-1) }, String(message));
  return {
    log: write("debug"),
    error: write("error"),
    warn: write("warn"),
    debug: write("debug"),
    verbose: write("trace"),
  };
}
