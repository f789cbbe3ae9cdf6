import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ServiceName, type Topic, physicalTopic } from "@interlude/contracts";
import { kafkaTool } from "../kafka-tool.js";
import type { Fault, FaultContext } from "../scenario.js";
import { withDatabase } from "./database.js";

const onBroker = (topic: Topic<unknown>, { system }: FaultContext): string =>
  physicalTopic(topic, system.namespace.name);
const brokersOf = ({ stack }: FaultContext): readonly string[] => stack.addresses.kafka.brokers;

/**
 * A service that is busy for a while finds, when it reads on, that retention has taken records that it has not read.
 * Its positions are locked meanwhile, so that it stays a member of its group and fetches nothing.
 */
export function deleteAheadOf(service: ServiceName, topic: Topic<unknown>): Fault {
  return (context) =>
    withDatabase(context, async (database) => {
      await database.transactionOnce(async (transaction) => {
        await transaction.query(`select from ${service}.stage_positions for update`);
        await context.feed.more(2);
        await deleteAllRecords(topic, context);
      });
    });
}

async function deleteAllRecords(topic: Topic<unknown>, context: FaultContext): Promise<void> {
  const file = join(context.stack.home, `${context.system.namespace.name}-delete.json`);
  const partitions = Array.from({ length: topic.partitions }, (_, partition) => ({
    topic: onBroker(topic, context),
    partition,
    offset: -1,
  }));
  writeFileSync(file, JSON.stringify({ version: 1, partitions }));
  await kafkaTool("delete-records", brokersOf(context), ["--offset-json-file", file]);
  rmSync(file);
}

/** A topic is deleted and made again, with the same layout and nothing in it. */
export function recreateTopic(topic: Topic<unknown>): Fault {
  return async ({ system: { namespace } }) => {
    await namespace.reading((log) => log.deleteTopics([topic.name]));
    await sleep(2_000);
    await namespace.prepare();
  };
}

/** A topic gets more partitions by Kafka's own tool, while everything runs. */
export function growPartitions(topic: Topic<unknown>, partitions: number): Fault {
  return async (context) => {
    const args = ["--alter", "--topic", onBroker(topic, context), "--partitions", String(partitions)];
    await kafkaTool("topics", brokersOf(context), args);
  };
}

/** The cleaner compacts topics as eagerly as it can for a while. */
export function compact(topics: readonly Topic<unknown>[], seconds: number): Fault {
  return async (context) => {
    for (const topic of topics) {
      const config = ["--alter", "--entity-type", "topics", "--entity-name", onBroker(topic, context)];
      const eager = "segment.ms=1000,min.cleanable.dirty.ratio=0.001";
      await kafkaTool("configs", brokersOf(context), [...config, "--add-config", eager]);
    }
    await sleep(seconds * 1000);
    for (const topic of topics) {
      const config = ["--alter", "--entity-type", "topics", "--entity-name", onBroker(topic, context)];
      await kafkaTool("configs", brokersOf(context), [
        ...config,
        "--delete-config",
        "segment.ms,min.cleanable.dirty.ratio",
      ]);
    }
  };
}
