import { PostgreSqlContainer } from "@testcontainers/postgresql";
import {
  GenericContainer,
  Network,
  type StartedNetwork,
  type StartedTestContainer,
  Wait,
} from "testcontainers";
import { INTERNAL_BROKER, brokerAddress, startKafkaContainer } from "./kafka-container.js";
import type { TestStack } from "./test-stack.js";

const REGISTRY_PORT = 8080;

/** The same servers as the native stack, in containers: for machines that have a container engine. */
export async function startContainers(): Promise<{ stack: TestStack; stop: () => Promise<void> }> {
  const network = await new Network().start();
  const [postgres, [kafka, registry]] = await Promise.all([
    new PostgreSqlContainer("postgres:18").start(),
    startKafkaContainer(network).then(async (broker) => [broker, await startRegistry(network)] as const),
  ]);
  return {
    stack: {
      kafka: { brokers: [brokerAddress(kafka)], replicas: 1 },
      registry: {
        url: `http://${registry.getHost()}:${registry.getMappedPort(REGISTRY_PORT)}/apis/ccompat/v7`,
      },
      databaseUrl: postgres.getConnectionUri(),
    },
    stop: async () => {
      await Promise.all([registry.stop(), postgres.stop()]);
      await kafka.stop();
      await network.stop();
    },
  };
}

function startRegistry(network: StartedNetwork): Promise<StartedTestContainer> {
  return new GenericContainer("apicurio/apicurio-registry:3.0.9")
    .withNetwork(network)
    .withExposedPorts(REGISTRY_PORT)
    .withEnvironment({
      APICURIO_STORAGE_KIND: "kafkasql",
      APICURIO_KAFKASQL_BOOTSTRAP_SERVERS: INTERNAL_BROKER,
      JAVA_OPTIONS: "-Xmx384m",
    })
    .withWaitStrategy(Wait.forHttp("/apis/ccompat/v7/subjects", REGISTRY_PORT))
    .start();
}
