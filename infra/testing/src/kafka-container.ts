import { createInterface } from "node:readline";
import { GenericContainer, type StartedNetwork, type StartedTestContainer, Wait } from "testcontainers";

const CLIENT_PORT = 9093;
const START_SCRIPT = "/tmp/start.sh";
const WAITING = "waiting for the start script";
/** A broker starts in seconds; a machine that is busy takes longer. */
const START_TIMEOUT_MS = 120_000;

/** Address of the broker inside the containers' network. */
export const INTERNAL_BROKER = "kafka:9092";

/**
 * Apache Kafka in a container. A broker must advertise the port under which it is mapped, which is
 * known only once the container runs: so its entry point waits for a script that tells it.
 * (`@testcontainers/kafka` does the same, but for Confluent's image only.)
 */
export async function startKafkaContainer(network: StartedNetwork): Promise<StartedTestContainer> {
  const container = await new GenericContainer("apache/kafka:4.1.0")
    .withNetwork(network)
    .withNetworkAliases("kafka")
    .withExposedPorts(CLIENT_PORT)
    .withEnvironment({
      KAFKA_NODE_ID: "1",
      KAFKA_PROCESS_ROLES: "broker,controller",
      KAFKA_LISTENERS: `CLIENT://0.0.0.0:${CLIENT_PORT},INTERNAL://0.0.0.0:9092,CONTROLLER://0.0.0.0:9094`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
      KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:9094",
      KAFKA_INTER_BROKER_LISTENER_NAME: "INTERNAL",
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
      KAFKA_HEAP_OPTS: "-Xms256m -Xmx512m",
    })
    .withEntrypoint([
      "bash",
      "-c",
      `echo ${WAITING}; while [ ! -f ${START_SCRIPT} ]; do sleep 0.1; done; exec bash ${START_SCRIPT}`,
    ])
    .withWaitStrategy(Wait.forLogMessage(WAITING))
    .start();
  const advertised = `CLIENT://${brokerAddress(container)},INTERNAL://${INTERNAL_BROKER}`;
  const content = `export KAFKA_ADVERTISED_LISTENERS=${advertised}\nexec /etc/kafka/docker/run\n`;
  await container.copyContentToContainer([{ content, target: START_SCRIPT }]);
  await logged(container, "Kafka Server started");
  return container;
}

/** Address of the broker for clients on this machine. */
export function brokerAddress(container: StartedTestContainer): string {
  return `${container.getHost()}:${container.getMappedPort(CLIENT_PORT)}`;
}

/**
 * Waits for a line of the container's log. The timer is also what keeps this process alive meanwhile: testcontainers
 * takes care that the connection on which the log arrives does not.
 */
async function logged(container: StartedTestContainer, message: string): Promise<void> {
  const log = await container.logs();
  const lines = createInterface({ input: log });
  const timer = setTimeout(() => lines.close(), START_TIMEOUT_MS);
  let last = "";
  try {
    for await (const line of lines) {
      if (line.includes(message)) return;
      last = line;
    }
  } finally {
    clearTimeout(timer);
    log.destroy();
  }
  throw new Error(
    `The Kafka container did not log "${message}" in ${START_TIMEOUT_MS / 1000} s, or ended before; its last line was: ${last}`,
  );
}
