import type { TopicLayout } from "../../log/event-log.js";
import type { LayoutDifference } from "../../log/topic-layout.js";
import type { MemoryTopic } from "./memory-topic.js";

/** What differs of a topic in memory, as far as it has a layout. */
export function compareLayout(wanted: TopicLayout, actual: MemoryTopic | undefined): LayoutDifference[] {
  const topic = wanted.name;
  if (actual === undefined) {
    return [{ topic, property: "topic", actual: "missing", wanted: "created", isAlterable: true }];
  }
  const { layout, partitions } = actual;
  const differences: LayoutDifference[] = [];
  const note = (property: string, found: unknown, asked: unknown, isAlterable: boolean): void => {
    differences.push({ topic, property, actual: String(found), wanted: String(asked), isAlterable });
  };
  const mayGrow = wanted.cleanup === "delete" && wanted.isTotallyOrdered !== true;
  const isMore = mayGrow && partitions > wanted.partitions;
  if (partitions !== wanted.partitions && !isMore) note("partitions", partitions, wanted.partitions, false);
  if (layout.cleanup !== wanted.cleanup) note("cleanup.policy", layout.cleanup, wanted.cleanup, false);
  if (amount(layout.retentionMs) < amount(wanted.retentionMs))
    note("retention.ms", layout.retentionMs, wanted.retentionMs, true);
  return differences;
}

/** -1 is without limit. */
function amount(retentionMs: number): number {
  return retentionMs === -1 ? Number.POSITIVE_INFINITY : retentionMs;
}
