import { SERVICES, deadLetterTopics } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import type { EventLog } from "@interlude/stage";

/** Migration that has services keep dead letters themselves; before, the topics had all that was kept. */
const MIGRATION = "0005_guarantees";

/** The dead-letter topics that begin before their services kept dead letters in the store. */
export async function olderTopics(
  namespace: Pick<Namespace, "reading">,
  database: Database,
): Promise<string[]> {
  return namespace.reading(async (log) => {
    const topics: string[] = [];
    for (const service of SERVICES) {
      const topic = deadLetterTopics[service].name;
      const [migration] = await database.query<{ at: Date }>(
        `select run_on as at from ${service}.migrations_stage where name = $1`,
        [MIGRATION],
      );
      const oldest = await oldestTimestamp(log, topic);
      if (oldest !== null && migration !== undefined && oldest < migration.at.getTime()) topics.push(topic);
    }
    return topics;
  });
}

async function oldestTimestamp(log: EventLog, topic: string): Promise<number | null> {
  for await (const { timestamp } of log.read([topic])) return timestamp;
  return null;
}
