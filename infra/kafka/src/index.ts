export { describeCluster } from "./describe-cluster.js";
export type { KafkaConnection } from "./kafka-client.js";
export { createKafkaEventLog } from "./kafka-event-log.js";
