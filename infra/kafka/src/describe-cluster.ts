import { createKafkaClient, type KafkaConnection } from "./kafka-client.js";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface KafkaCluster {
  readonly clusterId: string;
  /** Without brokers that have not registered with the controller yet. */
  readonly brokerIds: readonly number[];
}

/**
 * What a cluster says of itself, from the first broker that answers; one attempt, no retries.
 * @throws if none answers, and the signal's reason when aborted
 */
export async function describeCluster(
  connection: KafkaConnection,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<KafkaCluster> {
  const { timeoutMs, signal } = options;
  signal.throwIfAborted();
  const client = createKafkaClient(
    { connection, clientId: "probe", logger: silent },
    { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, retry: { retries: 0 } },
  );
  const admin = client.admin();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  const asked = admin.connect().then(() => admin.describeCluster());
  try {
    const { brokers, clusterId } = await Promise.race([asked, aborted]);
    return { clusterId, brokerIds: brokers.map(({ nodeId }) => nodeId) };
  } finally {
    // After an abort the attempt may still be under way; the connection is closed when it has ended.
    asked.catch(() => undefined).finally(() => admin.disconnect().catch(() => undefined));
  }
}
