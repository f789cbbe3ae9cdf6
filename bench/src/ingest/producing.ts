import { join } from "node:path";
import { type Topic, physicalTopic } from "@interlude/contracts";
import { type Components, component } from "@interlude/infra-local";
import { createKafkaEventLog } from "@interlude/infra-streaming";
import { createLogger } from "@interlude/infra-telemetry";
import { runProgram } from "./program.js";

const TOPIC = { name: "bench.records", version: 1 } satisfies Pick<Topic<unknown>, "name" | "version">;
const HOUR_MS = 3_600_000;

/** What Kafka's own measurement of a producer came to. */
export interface ProducerMeasurement {
  readonly recordBytes: number;
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface ProducerOptions {
  readonly components: Components;
  readonly brokers: readonly string[];
  readonly namespace: string;
  /** Partitions of the topic that is written to. */
  readonly partitions: number;
  readonly recordBytes: number;
  /** Bytes to send in all. */
  readonly totalBytes: number;
}

/**
 * Runs `kafka-producer-perf-test` (`org.apache.kafka.tools.ProducerPerformance`) unthrottled, all replicas
 * acknowledging, everything else as the tool has it.
 * @throws ProgramError; LocalStackError `NOT_SET_UP` without Java or Kafka's jars
 */
export async function measureProducer(options: ProducerOptions): Promise<ProducerMeasurement> {
  const { components, brokers, namespace, partitions, recordBytes, totalBytes } = options;
  const java = component(components, "java").command;
  const jars = join(component(components, "kafka"), "*");
  const records = Math.max(1, Math.round(totalBytes / recordBytes));
  const log = createKafkaEventLog({
    brokers: [...brokers],
    namespace,
    clientId: "interlude-bench",
    logger: createLogger({ service: "bench", level: "error" }),
    topicDefinitions: [TOPIC],
  });
  try {
    await log.createTopics([{ name: TOPIC.name, partitions, cleanup: "delete", retentionMs: HOUR_MS }]);
    const topic = physicalTopic(TOPIC, namespace);
    const tool = ["-Xmx512m", "-cp", jars, "org.apache.kafka.tools.ProducerPerformance"];
    const load = ["--num-records", String(records), "--record-size", String(recordBytes)];
    const properties = [`bootstrap.servers=${brokers.join(",")}`, "acks=all"];
    const { stdout } = await runProgram(
      java,
      tool.concat("--topic", topic, load, "--throughput", "-1", "--producer-props", properties),
    );
    const recordsPerSecond = lastRate(stdout);
    const bytesPerSecond = Math.round(recordsPerSecond * recordBytes);
    return { recordBytes, records, recordsPerSecond, bytesPerSecond };
  } finally {
    await log.deleteTopics([TOPIC.name]);
    await log.close();
  }
}

/** The tool's last line is its summary: `50000 records sent, 12345.6 records/sec (11.77 MB/sec), …`. */
function lastRate(output: string): number {
  const rate = [...output.matchAll(/([\d.]+) records\/sec/g)].at(-1)?.[1];
  if (rate === undefined) throw new Error(`Kafka's producer measurement says no rate: ${output.slice(-300)}`);
  return Number(rate);
}
