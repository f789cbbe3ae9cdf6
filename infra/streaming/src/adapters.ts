export type { KafkaLogger } from "./kafka/kafka-client.js";
export * from "./kafka/kafka-event-log.js";
export * from "./memory/memory-codec.js";
export * from "./memory/memory-event-log.js";
export * from "./partitioner.js";
export * from "./registry/register-contracts.js";
export * from "./registry/registry-codec.js";
export * from "./registry/registry-error.js";
