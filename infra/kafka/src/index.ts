export { type KafkaCluster, describeCluster } from "./describe-cluster.js";
export type { KafkaConnection, KafkaLogger } from "./kafka-client.js";
export * from "./kafka-event-log.js";
