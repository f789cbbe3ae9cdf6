import { MARKER_KEY } from "@interlude/contracts";
import type { EventLog, LogRecord, OutputKey } from "@interlude/stage";

type Published = Pick<LogRecord, "topic" | "key" | "value">;

/**
 * Keys of topics whose newest value is no tombstone.
 * @param unsent what will come behind the topics' records, in order, unless it is sent already
 */
export async function liveKeys(
  log: EventLog,
  topics: readonly string[],
  unsent: readonly Published[],
): Promise<OutputKey[]> {
  const live = new Map<string, Set<string>>(topics.map((topic) => [topic, new Set()]));
  const follow = ({ topic, key, value }: Published): void => {
    const name = key?.toString("utf8") ?? MARKER_KEY;
    if (name === MARKER_KEY) return;
    if (value === null) live.get(topic)!.delete(name);
    else live.get(topic)!.add(name);
  };
  if (topics.length > 0) for await (const record of log.read(topics)) follow(record);
  for (const record of unsent) follow(record);
  return [...live].flatMap(([topic, names]) => [...names].map((name) => ({ topic, key: Buffer.from(name) })));
}
