import { topics } from "@interlude/contracts";
import type { Logger } from "@interlude/infra-runtime";
import type { Codec, EventLog } from "@interlude/stage";
import { StatusPublisher } from "./status-publisher.js";

/** Publishes the status on `ingestion.status`. */
export function createStatusPublisher(log: EventLog, codec: Codec, logger: Logger): StatusPublisher {
  const topic = topics.ingestionStatus;
  return new StatusPublisher({
    send: async (status) => {
      const key = Buffer.from(topic.keyOf(status));
      await log.append([{ topic: topic.name, key, value: codec.encode(topic, status), headers: {} }]);
    },
    onFailure: (err) =>
      logger.warn({ err }, "the console cannot be told what ingestion does; it goes on all the same"),
    now: Date.now,
  });
}
