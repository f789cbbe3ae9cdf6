export { createMemoryCodec } from "./memory/memory-codec.js";
export { MemoryEventLog } from "./memory/memory-event-log.js";
export { MemoryStageStore } from "./memory/memory-stage-store.js";
export { silentLogger } from "./silent-logger.js";
