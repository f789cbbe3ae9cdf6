import { join } from "node:path";
import { type Topic, physicalTopic } from "@interlude/contracts";
import { type Components, component } from "@interlude/infra-local";
import { type KafkaConnection, createKafkaEventLog } from "@interlude/infra-kafka";
import { createLogger } from "@interlude/infra-runtime";
import { runProgram } from "../processes/program.js";

const TOPIC = { name: "bench.records", version: 1 } satisfies Pick<Topic<unknown>, "name" | "version">;
const HOUR_MS = 3_600_000;

/** What Kafka's own measurement of a producer came to. */
export interface ProducerMeasurement {
  readonly recordBytes: number;
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
}

interface ProducerOptions {
  readonly components: Components;
  readonly connection: KafkaConnection;
  readonly namespace: string;
  /** Partitions of the topic that is written to. */
  readonly partitions: number;
  readonly recordBytes: number;
  /** Bytes to send in all. */
  readonly totalBytes: number;
  /** File of records, `PAYLOAD_DELIMITER` between them, to send compressed as ours are; else random letters go as they are. */
  readonly compressedPayload?: string;
}

/** Stands in no generated row. */
export const PAYLOAD_DELIMITER = "@@@@";

/** Ours are compressed at this level. */
const COMPRESSION = ["compression.type=zstd", "compression.zstd.level=1"];

/**
 * Runs `kafka-producer-perf-test` (`org.apache.kafka.tools.ProducerPerformance`) unthrottled, all replicas
 * acknowledging, everything else as the tool has it.
 * @throws ProgramError; LocalStackError `NOT_SET_UP` without Java or Kafka's jars
 */
export async function measureProducer(options: ProducerOptions): Promise<ProducerMeasurement> {
  const { components, connection, namespace, partitions, recordBytes, totalBytes, compressedPayload } =
    options;
  const java = component(components, "java").command;
  const jars = join(component(components, "kafka"), "*");
  const records = Math.max(1, Math.round(totalBytes / recordBytes));
  const log = createKafkaEventLog({
    connection,
    namespace,
    clientId: "interlude-bench",
    logger: createLogger({ service: "bench", level: "error" }),
    topicDefinitions: [TOPIC],
  });
  try {
    await log.createTopics([{ name: TOPIC.name, partitions, cleanup: "delete", retentionMs: HOUR_MS }]);
    const topic = physicalTopic(TOPIC, namespace);
    const tool = ["-Xmx512m", "-cp", jars, "org.apache.kafka.tools.ProducerPerformance"];
    const payload =
      compressedPayload === undefined
        ? ["--record-size", String(recordBytes)]
        : ["--payload-file", compressedPayload, "--payload-delimiter", PAYLOAD_DELIMITER];
    const properties = [`bootstrap.servers=${connection.brokers.join(",")}`, "acks=all"].concat(
      compressedPayload === undefined ? [] : COMPRESSION,
    );
    const load = ["--topic", topic, "--num-records", String(records), ...payload, "--throughput", "-1"];
    const { stdout } = await runProgram(java, tool.concat(load, "--producer-props", properties));
    return { recordBytes, records, ...lastRates(stdout) };
  } finally {
    await log.deleteTopics([TOPIC.name]);
    await log.close();
  }
}

const RATES = /([\d.]+) records\/sec \(([\d.]+) MB\/sec\)/g;
const MEBIBYTE = 1024 * 1024;

/** The tool's last line is its summary: `50000 records sent, 12345.6 records/sec (11.77 MB/sec), …`. */
function lastRates(output: string): { recordsPerSecond: number; bytesPerSecond: number } {
  const rates = [...output.matchAll(RATES)].at(-1);
  if (rates === undefined)
    throw new Error(`Kafka's producer measurement says no rate: ${output.slice(-300)}`);
  return { recordsPerSecond: Number(rates[1]), bytesPerSecond: Math.round(Number(rates[2]) * MEBIBYTE) };
}
