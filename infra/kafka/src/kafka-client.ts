import type { Logger } from "@interlude/stage";
import kafkajs, { type Kafka, type KafkaConfig, type LogEntry } from "kafkajs";
import { ClientSockets } from "./client-sockets.js";
import { repairRequestQueue } from "./request-queue-repair.js";
import { provideZstd } from "./zstd-compression.js";

repairRequestQueue();
provideZstd();

/** How a cluster is reached: all that a client needs to know of it. */
export interface KafkaConnection {
  /** Brokers to begin with, `host:port`; the others are learned from them. */
  readonly brokers: readonly string[];
  /** Replicas that topics have. */
  readonly replicas: number;
}

export interface KafkaClientOptions {
  readonly connection: Pick<KafkaConnection, "brokers">;
  /** Names the process in the broker's logs and quotas. */
  readonly clientId: string;
  /** Also for what kafkajs logs. */
  readonly logger: Logger;
  /** Its connections, for who may have to end them. */
  readonly sockets?: ClientSockets;
  /** Told before kafkajs moves a consumer to another offset because the log no longer has the one it asked for. */
  readonly onOffsetOutOfRange?: (physicalTopic: string, partition: number) => void;
}

/** Bounds of a wait for a broker: about a quarter of a minute in ten attempts. */
export const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10 } as const;

/**
 * A kafkajs client. Every consumer needs one of its own: a client shares the committed offsets of a
 * group among its consumers, and two consumers of one group erase each other's.
 */
export function createKafkaClient(
  { connection, clientId, logger, sockets = new ClientSockets(), onOffsetOutOfRange }: KafkaClientOptions,
  limits: Pick<KafkaConfig, "connectionTimeout" | "requestTimeout" | "retry"> = {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: RETRY,
  },
): Kafka {
  return new kafkajs.Kafka({
    ...limits,
    brokers: [...connection.brokers],
    clientId,
    socketFactory: sockets.factory,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => {
      if (isOffsetReset(entry)) onOffsetOutOfRange?.(entry.log["topic"], entry.log["partition"]);
      forward(logger, entry);
    },
  });
}

/** kafkajs resets the offset by itself, whatever its configuration; that it does so it only logs. */
function isOffsetReset({ namespace, log }: LogEntry): boolean {
  return namespace === "ConsumerGroup" && log.message === "Offset out of range, resetting to default offset";
}

/** The broker is at the end of the transaction before: kafkajs asks again at once. */
function isBetweenTransactions(text: string): boolean {
  return text.includes("another concurrent operation on the same transaction was ongoing");
}

/**
 * kafkajs calls an error what it goes on to retry, a warning what belongs to every rebalance, and
 * information what happens at every pause: one level less each. What a connection reports it also throws.
 */
function forward(logger: Logger, { namespace, level, log }: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _logger, ...fields } = log;
  const text = `kafkajs ${namespace}: ${message}`;
  const isThrown = namespace === "Connection";
  if (isBetweenTransactions(text)) logger.debug(fields, text);
  else if (level === kafkajs.logLevel.ERROR && !isThrown) logger.warn(fields, text);
  else if (level === kafkajs.logLevel.WARN) logger.info(fields, text);
  else logger.debug(fields, text);
}
