import { SERVICES, type ServiceName, deadLetterTopics } from "@interlude/contracts";
import type { Codec, EventLog } from "@interlude/stage";
import type { Faults } from "./fault.js";
import { type Rule, violationsOf } from "./rule.js";

/** How many dead letters of one kind there are. */
export interface DeadLetterCount {
  readonly service: ServiceName;
  readonly code: string;
  /** Logical name of the topic they were read from; null if they come from a file. */
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

/** Warns of dead letters, a line a service, code and topic. */
export const noDeadLetters: Rule = {
  name: "dead-letters",
  description: "no input was set aside",
  severity: "warning",
  check: ({ deadLetters }) => {
    const byKind = new Map<string, number>();
    for (const { service, code, topic, letters } of deadLetters) {
      const kind = `${service} ${code}${topic === null ? "" : ` of ${topic}`}`;
      byKind.set(kind, (byKind.get(kind) ?? 0) + letters);
    }
    const lines = [...byKind].map(([kind, letters]) => `${kind}: ${letters}`);
    return Promise.resolve({ ...violationsOf(lines), examples: lines.sort() });
  },
};

/** What breaks the rule on dead letters. */
export const deadLetterFaults: Faults = {
  [noDeadLetters.name]: {
    deadLetters: [{ service: "graph", code: "ROW_INVALID", topic: "catalog.artists", epoch: 1, letters: 3 }],
  },
};
