import { SERVICES, type ServiceName, deadLetterTopics } from "@interlude/contracts";
import type { Codec, EventLog } from "@interlude/stage";

/** How many dead letters of one kind there are. */
export interface DeadLetterCount {
  readonly service: ServiceName;
  readonly code: string;
  /** Logical name of the topic they were read from; null where they come from a file. */
  readonly topic: string | null;
  readonly epoch: number;
  readonly letters: number;
}

/** Counts the dead letters of all services by code, topic and epoch; holds no letter. */
export async function countDeadLetters(log: EventLog, codec: Codec): Promise<DeadLetterCount[]> {
  const counts = new Map<string, DeadLetterCount>();
  for (const service of SERVICES) {
    const letters = deadLetterTopics[service];
    for await (const { value } of log.read([letters.name])) {
      if (value === null) continue;
      const { code, topic, epoch } = await codec.decode(letters, value);
      const key = JSON.stringify([service, code, topic, epoch]);
      counts.set(key, { service, code, topic, epoch, letters: (counts.get(key)?.letters ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}
