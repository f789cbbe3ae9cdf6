export * from "./logger.js";
export * from "./nest-logger.js";
export * from "./service-status.js";
export * from "./stage-metrics.js";
export * from "./trace-context.js";
