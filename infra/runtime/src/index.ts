export * from "./operations.controller.js";
export * from "./run-service.js";
export * from "./status-board.js";
export * from "./stop-with.js";
export * from "./telemetry/logger.js";
export * from "./telemetry/service-status.js";
export * from "./tokens.js";
