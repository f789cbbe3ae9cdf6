import { type DestinationStream, type Logger, pino } from "pino";
import { redactLine } from "./redact.js";

export type { Logger };

/**
 * Structured logs of a service, one JSON object a line, without secrets.
 * @param destination standard output unless given
 */
export function createLogger(
  options: { service: string; level: string },
  destination: DestinationStream = pino.destination(1),
): Logger {
  const { service, level } = options;
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redactLine },
    },
    destination,
  );
}
