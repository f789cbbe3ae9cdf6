import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { KafkaConnection } from "@interlude/infra-kafka";
import type { RegistryConnection } from "@interlude/infra-registry";
import { classArchive } from "./class-archive.js";
import { component } from "./components.js";
import { type StartContext, startServer } from "./start-context.js";
import { waitUntilReady } from "./wait-until.js";

/** Light compilation only and the simplest collector: the registry serves a few requests a minute. */
const JVM = ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
const RUNNER = "apicurio-registry-app-3.0.9-runner.jar";

/** Starts the schema registry, which keeps its schemas in Kafka; resolves with its Confluent-compatible API's base. */
export async function startRegistry(
  context: StartContext,
  kafka: KafkaConnection,
): Promise<RegistryConnection> {
  const { home, components, ports, signal } = context;
  const java = component(components, "java");
  const folder = component(components, "registry");
  const archive = classArchive({
    cache: components.cache,
    name: "registry",
    key: [java.version, folder, ...JVM].join("\n"),
  });
  const work = join(home, "data", "registry");
  mkdirSync(work, { recursive: true });
  const properties = registryProperties({ kafka, port: ports.registry, work });
  const server = await startServer(context, {
    name: "registry",
    command: java.command,
    stopNote: archive.stopNote,
    args: [...JVM, ...archive.flags, ...properties, "-jar", join(folder, RUNNER)],
  });
  void server.exited.then(archive.keep);
  const root = `http://127.0.0.1:${ports.registry}`;
  const url = `${root}/apis/ccompat/v7`;
  await waitUntilReady({
    server,
    timeoutMs: 120_000,
    signal,
    // Ready means that it has read its schemas from Kafka; before, it responds as if it had none.
    ask: async (askSignal) =>
      (await isOk(`${root}/health/ready`, askSignal)) && (await isOk(`${url}/subjects`, askSignal)),
  });
  return { url };
}

/** The registry's settings as Java system properties. */
function registryProperties(options: {
  readonly kafka: KafkaConnection;
  readonly port: number;
  readonly work: string;
}): string[] {
  const properties = {
    "quarkus.http.host": "127.0.0.1",
    "quarkus.http.port": options.port,
    "quarkus.http.access-log.enabled": false,
    "apicurio.storage.kind": "kafkasql",
    "apicurio.kafkasql.bootstrap.servers": options.kafka.brokers.join(","),
    // Its journal is its only store: no broker default may expire it.
    "apicurio.kafkasql.topic.retention.ms": -1,
    // It waits this long at every start for snapshots that are hardly ever there; without one it reads the journal.
    "apicurio.kafkasql.consumer.poll.timeout": 300,
    "apicurio.storage.snapshot.location": options.work,
    "apicurio.import.work-dir": options.work,
    // Of its store in memory; the default opens twenty connections at once.
    "apicurio.datasource.jdbc.initial-size": 2,
    "apicurio.datasource.jdbc.min-size": 2,
    "apicurio.datasource.jdbc.max-size": 20,
  };
  return Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
}

async function isOk(url: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(url, { signal });
  await response.body?.cancel();
  return response.ok;
}
