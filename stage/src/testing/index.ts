export * from "./memory/memory-codec.js";
export * from "./memory/memory-event-log.js";
export * from "./memory/memory-stage-store.js";
export * from "./silent-logger.js";
