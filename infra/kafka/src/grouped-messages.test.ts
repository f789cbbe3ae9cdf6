import { createRequire } from "node:module";
import * as fc from "fast-check";
import type { Message } from "kafkajs";
import { describe, expect, it } from "vitest";
import { GroupedMessages } from "./grouped-messages.js";

type Group = (sent: {
  topic: string;
  partitionMetadata: readonly object[];
  messages: readonly Message[];
  partitioner: (asked: { message: Message }) => number;
}) => Record<string, Message[]>;

const group = createRequire(import.meta.url)("kafkajs/src/producer/groupMessagesPerPartition") as Group;

describe("GroupedMessages", () => {
  it("is grouped by kafkajs as a plain array is, and has the same messages", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), (partitions) => {
        const plain = partitions.map((partition, n) => ({ key: String(n), value: null, partition }));
        const grouped = new GroupedMessages();
        for (const message of plain) grouped.add(message);
        const grouping = (messages: readonly Message[]): ReturnType<Group> =>
          group({
            topic: "t",
            partitionMetadata: [{}],
            messages,
            partitioner: ({ message }) => message.partition!,
          });
        expect(grouping(grouped)).toEqual(grouping(plain));
        expect(grouped.map(({ key }) => key)).toEqual(plain.map(({ key }) => key));
      }),
    );
  });

  it("copies no partition's messages", () => {
    const grouped = new GroupedMessages();
    grouped.add({ key: "a", value: null, partition: 3 });
    const asked = (): ReturnType<Group> =>
      group({ topic: "t", partitionMetadata: [{}], messages: grouped, partitioner: () => 3 });
    expect(asked()["3"]).toBe(asked()["3"]);
  });
});
