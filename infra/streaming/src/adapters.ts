export * from "./memory/memory-codec.js";
export * from "./memory/memory-event-log.js";
export * from "./partitioner.js";
