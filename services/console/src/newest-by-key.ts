import type { StreamRecord } from "@interlude/stage";

/** The last record of each key, in the order of keys: what a batch comes to. */
export function newestByKey<Value>(records: readonly StreamRecord<Value>[]): StreamRecord<Value>[] {
  const newest = new Map(records.map((record) => [record.key, record]));
  return [...newest.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}
