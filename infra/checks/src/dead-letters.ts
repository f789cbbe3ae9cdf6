import { SERVICES, type ServiceName } from "@interlude/contracts";
import type { Faults } from "./fault.js";
import { type Queries, type Rule, violationsOf } from "./rule.js";

/** How many dead letters of one kind there are. */
export interface DeadLetterCount {
  readonly service: ServiceName;
  readonly code: string;
  /** Logical name of the topic they were read from; null if they come from a file. */
  readonly topic: string | null;
  readonly epoch: number;
  readonly letters: number;
}

/** Counts the dead letters of all services that wait, by code, topic and epoch. */
export async function countDeadLetters(operator: Queries): Promise<DeadLetterCount[]> {
  const ofService = (service: ServiceName): string =>
    `select '${service}' as service, code, topic, epoch, count(*) as letters from ${service}.dead_letters
     where status in ('open', 'requested') group by code, topic, epoch`;
  return operator.query<DeadLetterCount>(SERVICES.map(ofService).join(" union all "));
}

/** Warns of dead letters, a line a service, code and topic. */
export const noDeadLetters: Rule = {
  name: "dead-letters",
  description: "no input is set aside",
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
