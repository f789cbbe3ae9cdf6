import type { TopicLayout } from "@interlude/stage";
import { describe, expect, it } from "vitest";
import { type DescribedTopic, differencesOf, topicSettings } from "./topic-settings.js";

const changes: TopicLayout = { name: "changes", partitions: 4, cleanup: "delete", retentionMs: 1_000 };
const state: TopicLayout = { name: "state", partitions: 4, cleanup: "compact", retentionMs: -1 };

/** The topic as it is created, with some settings changed. */
function described(layout: TopicLayout, changed: Record<string, string> = {}): DescribedTopic {
  const settings = topicSettings(layout, 3).map(({ name, value }) => [name, value] as const);
  return { partitions: 4, replicas: 3, settings: new Map([...settings, ...Object.entries(changed)]) };
}

function properties(layout: TopicLayout, actual: DescribedTopic): string[] {
  return differencesOf(layout, 3, actual).map(({ property }) => property);
}

describe("the layout of a topic", () => {
  it("is met as it is created", () => {
    for (const layout of [changes, state]) expect(differencesOf(layout, 3, described(layout))).toEqual([]);
  });

  it("names what differs, and whether it is altered in place", () => {
    const actual = described(state, { "cleanup.policy": "delete", "unclean.leader.election.enable": "true" });
    expect(differencesOf(state, 3, { ...actual, partitions: 1, replicas: 1 })).toEqual([
      { topic: "state", property: "partitions", actual: "1", wanted: "4", isAlterable: false },
      { topic: "state", property: "replicas", actual: "1", wanted: "3", isAlterable: false },
      { topic: "state", property: "cleanup.policy", actual: "delete", wanted: "compact", isAlterable: false },
      {
        topic: "state",
        property: "unclean.leader.election.enable",
        actual: "true",
        wanted: "false",
        isAlterable: true,
      },
    ]);
  });

  it("lets an operator keep more, and longer", () => {
    const more = {
      "retention.ms": "-1",
      "max.message.bytes": "20000000",
      "min.insync.replicas": "3",
      "segment.bytes": "1000000",
    };
    expect(properties(changes, { ...described(changes, more), replicas: 5 })).toEqual([]);
    const less = { "retention.ms": "999", "max.message.bytes": "1000000", "min.insync.replicas": "1" };
    expect(properties(changes, described(changes, less))).toEqual(Object.keys(less));
  });

  it("has more partitions only where no key keeps a value in its old one", () => {
    expect(properties(changes, { ...described(changes), partitions: 8 })).toEqual([]);
    expect(properties(state, { ...described(state), partitions: 8 })).toEqual(["partitions"]);
    expect(properties(changes, { ...described(changes), partitions: 3 })).toEqual(["partitions"]);
    const ordered = { ...changes, partitions: 1, isTotallyOrdered: true } as const;
    expect(properties(ordered, { ...described(ordered), partitions: 2 })).toEqual(["partitions"]);
  });

  it("asks for a setting that the topic does not have", () => {
    const { settings, ...rest } = described(changes);
    const without = new Map([...settings].filter(([name]) => name !== "retention.bytes"));
    expect(differencesOf(changes, 3, { ...rest, settings: without })).toMatchObject([
      { property: "retention.bytes", actual: "not set" },
    ]);
  });
});
