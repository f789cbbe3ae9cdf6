import type { LayoutDifference, TopicLayout } from "@interlude/stage";

const HOUR_MS = 60 * 60 * 1000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** A model with its weights is one record, and larger than the default of one mebibyte. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/** How a setting may differ: not at all, upwards, or as it likes. */
type Rule = "exact" | "at least" | "initial";

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly rule: Rule;
}

/** The settings of a topic, by Kafka's names. */
export function topicSettings({ cleanup, retentionMs }: TopicLayout, replicas: number): readonly Setting[] {
  const common: Setting[] = [
    { name: "cleanup.policy", value: cleanup, rule: "exact" },
    { name: "retention.ms", value: String(retentionMs), rule: "at least" },
    // Time alone decides: a broker's own limit of bytes would delete what a stage has not read yet.
    { name: "retention.bytes", value: "-1", rule: "exact" },
    { name: "max.message.bytes", value: String(MAX_RECORD_BYTES), rule: "at least" },
    { name: "min.insync.replicas", value: String(Math.max(1, replicas - 1)), rule: "at least" },
    // A replica that was behind would become the truth, and what others have read would be gone.
    { name: "unclean.leader.election.enable", value: "false", rule: "exact" },
  ];
  const own: Setting[] =
    cleanup === "delete"
      ? // By the broker's clock: with a producer's that is far behind, retention would delete what is new.
        [{ name: "message.timestamp.type", value: "LogAppendTime", rule: "exact" }]
      : [
          // A tombstone must outlive the longest absence that a subscriber is allowed.
          { name: "delete.retention.ms", value: String(WEEK_MS), rule: "at least" },
          // Who reads several topics at once finds what each held at that time, though it goes on changing.
          { name: "min.compaction.lag.ms", value: String(24 * HOUR_MS), rule: "at least" },
          { name: "min.cleanable.dirty.ratio", value: "0.2", rule: "initial" },
          { name: "segment.bytes", value: String(64 * 1024 * 1024), rule: "initial" },
        ];
  return [...common, ...own];
}

/** What a broker says of a topic. */
export interface DescribedTopic {
  readonly partitions: number;
  /** Of the partition that has fewest. */
  readonly replicas: number;
  readonly settings: ReadonlyMap<string, string>;
}

/** What differs of a topic. */
export function differencesOf(
  layout: TopicLayout,
  replicas: number,
  actual: DescribedTopic,
): LayoutDifference[] {
  const { name: topic, cleanup, partitions, isTotallyOrdered = false } = layout;
  const differences: LayoutDifference[] = [];
  const compare = (
    property: string,
    found: string,
    wanted: string,
    rule: Rule,
    isAlterable: boolean,
  ): void => {
    if (!fits(found, wanted, rule)) differences.push({ topic, property, actual: found, wanted, isAlterable });
  };
  // More partitions are a layout of their own where no key has a value that is kept in its old partition.
  const ofPartitions = cleanup === "delete" && !isTotallyOrdered ? "at least" : "exact";
  compare("partitions", String(actual.partitions), String(partitions), ofPartitions, false);
  compare("replicas", String(actual.replicas), String(replicas), "at least", false);
  for (const { name, value, rule } of topicSettings(layout, replicas)) {
    compare(name, actual.settings.get(name) ?? "not set", value, rule, name !== "cleanup.policy");
  }
  return differences;
}

function fits(found: string, wanted: string, rule: Rule): boolean {
  if (rule === "initial" || found === wanted) return true;
  return rule === "at least" && amount(found) >= amount(wanted);
}

/** Kafka's -1 is without limit. */
function amount(text: string): number {
  return text === "-1" ? Number.POSITIVE_INFINITY : Number(text);
}
