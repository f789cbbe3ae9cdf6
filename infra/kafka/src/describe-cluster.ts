import { createKafkaClient, type KafkaConnection } from "./kafka-client.js";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface KafkaCluster {
  readonly clusterId: string;
  /** Without brokers that have not registered with the controller yet. */
  readonly brokerIds: readonly number[];
}

/** Bounds of an attempt. */
interface Attempt {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * What a cluster says of itself, from the first broker that responds; one attempt, no retries.
 * @throws what the first broker failed with if none responds, and the signal's reason when aborted
 */
export async function describeCluster(
  connection: Pick<KafkaConnection, "brokers">,
  attempt: Attempt,
): Promise<KafkaCluster> {
  const asked = connection.brokers.map((broker) => askBroker({ ...connection, brokers: [broker] }, attempt));
  try {
    return await Promise.any(asked);
  } catch (error) {
    attempt.signal.throwIfAborted();
    throw (error as AggregateError).errors[0];
  }
}

async function askBroker(
  connection: Pick<KafkaConnection, "brokers">,
  { timeoutMs, signal }: Attempt,
): Promise<KafkaCluster> {
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
