export { WorkProgress } from "./health/work-progress.js";
export * from "./run-service.js";
export * from "./status-reporter.js";
export * from "./telemetry/logger.js";
export * from "./telemetry/service-status.js";
export * from "./tokens.js";
