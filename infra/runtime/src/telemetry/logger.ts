import { type Logger, pino } from "pino";

export type { Logger };

/** Structured logs of a service on standard output, one JSON object a line. Secrets are cut out by name. */
export function createLogger(options: { service: string; level: string }): Logger {
  return pino({
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ["password", "token", "*.password", "*.token", "databaseUrl", "*.databaseUrl"],
      censor: "[cut]",
    },
  });
}
