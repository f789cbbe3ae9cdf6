import { topics } from "@interlude/contracts";
import type { Logger } from "@interlude/infra-runtime";
import type { Codec } from "@interlude/stage";
import type { StreamAppender } from "../writer/stream-appender.js";
import { StatusPublisher } from "./status-publisher.js";

/** Publishes the status on `ingestion.status`. */
export function createStatusPublisher(
  appender: StreamAppender,
  codec: Codec,
  logger: Logger,
): StatusPublisher {
  const topic = topics.ingestionStatus;
  return new StatusPublisher({
    send: async (status) => {
      const key = Buffer.from(topic.keyOf(status));
      await appender.append([{ topic: topic.name, key, value: codec.encode(topic, status), headers: {} }]);
    },
    onFailure: (err) =>
      logger.warn({ err }, "the console cannot be told what ingestion does; it goes on all the same"),
    now: Date.now,
  });
}
