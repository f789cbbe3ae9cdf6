import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type KafkaConnection, describeCluster } from "@interlude/infra-kafka";
import { classArchive } from "./class-archive.js";
import { PACKAGE_FOLDER, component } from "./components.js";
import { LocalStackError } from "./errors.js";
import { type StartContext, startServer } from "./start-context.js";
import { waitUntilReady } from "./wait-until.js";

const HEAP = "-Xmx512m";
const NODE_ID = 1;

/** Starts one Kafka node that is broker and controller (KRaft), and resolves when it serves. */
export async function startKafka(context: StartContext): Promise<KafkaConnection> {
  const { home, components, ports, signal } = context;
  const java = component(components, "java");
  const jars = component(components, "kafka");
  const properties = join(home, "data", "kafka.properties");
  const data = join(home, "data", "kafka");
  const launch = [
    "-cp",
    join(jars, "*"),
    `-Dlog4j2.configurationFile=${join(PACKAGE_FOLDER, "kafka", "log4j2.properties")}`,
  ];
  if (!existsSync(data)) await format(java.command, launch, { data, properties, context });

  writeFileSync(properties, kafkaProperties(ports, data));
  const archive = classArchive({
    cache: components.cache,
    name: "kafka",
    key: [java.version, jars, HEAP].join("\n"),
  });
  const server = await startServer(context, {
    name: "kafka",
    command: java.command,
    stopNote: archive.stopNote,
    args: [HEAP, "-Djava.awt.headless=true", ...archive.flags, ...launch, "kafka.Kafka", properties],
  });
  void server.exited.then(archive.keep);
  const connection = { brokers: [`127.0.0.1:${ports.kafka}`], replicas: 1 };
  await waitUntilReady({
    server,
    timeoutMs: 90_000,
    signal,
    ask: async (askSignal) => {
      const { brokerIds } = await describeCluster(connection, { timeoutMs: 5_000, signal: askSignal });
      return brokerIds.includes(NODE_ID);
    },
  });
  return connection;
}

/** Formats the storage under another name, so that a folder with the final name is whole. */
async function format(
  java: string,
  launch: readonly string[],
  options: { data: string; properties: string; context: StartContext },
): Promise<void> {
  const { data, properties, context } = options;
  const partial = `${data}.partial`;
  rmSync(partial, { recursive: true, force: true });
  writeFileSync(properties, kafkaProperties(context.ports, partial));
  const clusterId = newClusterId();
  const args = [
    "-Xmx128m",
    ...launch,
    "kafka.tools.StorageTool",
    "format",
    "-t",
    clusterId,
    "-c",
    properties,
  ];
  try {
    await promisify(execFile)(java, args, { signal: context.signal });
  } catch (cause) {
    context.signal.throwIfAborted();
    const { stdout, stderr, message } = cause as Error & { stdout?: string; stderr?: string };
    const output = [message, stdout, stderr].filter(Boolean).join("\n");
    throw new LocalStackError(
      "SERVER_FAILED",
      `Kafka's storage cannot be formatted in ${partial}: ${output}`,
      { cause },
    );
  }
  renameSync(partial, data);
}

/** A development broker's properties: everything on the loopback interface, single replicas, no surprise topics. */
function kafkaProperties(ports: { kafka: number; kafkaController: number }, data: string): string {
  const properties = {
    "process.roles": "broker,controller",
    "node.id": NODE_ID,
    "controller.quorum.voters": `${NODE_ID}@127.0.0.1:${ports.kafkaController}`,
    listeners: `PLAINTEXT://127.0.0.1:${ports.kafka},CONTROLLER://127.0.0.1:${ports.kafkaController}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${ports.kafka}`,
    "controller.listener.names": "CONTROLLER",
    "log.dirs": data,
    "auto.create.topics.enable": false,
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 8,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 8,
    // Groups of a local run have few members and should not wait three seconds for more.
    "group.initial.rebalance.delay.ms": 0,
    // A broker that was killed is let in again when its session has timed out.
    "broker.session.timeout.ms": 6000,
    // The default is a quarter of this broker's heap.
    "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
    "num.network.threads": 2,
    "num.io.threads": 4,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/**
 * Sixteen random bytes as Kafka writes them. One id in sixty-four would begin with a dash, which the tool that formats
 * the storage takes for an option: the first bit is cleared, so that it never does.
 *
 * @param random bytes to make it of; other than random in tests only
 */
export function newClusterId(random: Buffer = randomBytes(16)): string {
  const bytes = Buffer.from(random);
  bytes[0]! &= 0x7f;
  return bytes.toString("base64url");
}
