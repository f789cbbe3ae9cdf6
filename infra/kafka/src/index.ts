export type { KafkaLogger } from "./kafka-client.js";
export * from "./kafka-event-log.js";
