import { MARKER_HEADER, MARKER_KEY, brokerTopics, tableTopics, topics } from "@interlude/contracts";
import { Namespace } from "@interlude/infra-local";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { growTopic } from "./grow-topic.js";

const topic = tableTopics.gender;

describe("growing a topic", () => {
  let test: TestNamespace;
  let namespace: Namespace;
  beforeAll(async () => {
    const addresses = inject("stack");
    test = await createTestNamespace(addresses);
    const { roleSecret, migrations } = test.administration;
    namespace = new Namespace({
      name: test.namespace,
      addresses,
      application: "test",
      roleSecret,
      migrations,
    });
  });
  afterAll(() => test.dispose());

  /** Why a topic is not grown. */
  async function refusal(name: string = topic.name, partitions = 4): Promise<string> {
    return growTopic(namespace, name, partitions).then(
      () => "it was grown",
      (error: Error) => error.message,
    );
  }

  it("is refused for topics that keep a key in its partition, or all records in one order", async () => {
    expect(await refusal(topics.catalogArtists.name, 8)).toMatch(
      /compacted.*interlude rebuild normalization/s,
    );
    expect(await refusal(topics.graphDeltas.name, 2)).toMatch(/one order/);
    expect(await refusal("nothing")).toMatch(/no topic nothing/);
    expect(await refusal(topic.name, 1)).toMatch(/1 partitions; a topic can only get more/);
  });

  it("waits for who reads and writes, and then loses nothing", async () => {
    const subscription = await test.log.subscribe({
      group: "normalization",
      topics: [topic.name],
      startOffsets: async () => new Map(),
      onBatches: async (batches) => batches.map((batch) => ({ ...batch, nextOffset: 1n, pause: false })),
    });
    await expect.poll(() => test.log.readingGroups(topic.name), { timeout: 20_000 }).toHaveLength(1);
    expect(await refusal()).toMatch(/read by .*normalization: stop/);
    await subscription.close();

    const database = test.database();
    await database.query(
      "insert into ingestion.leases values ('ingestion', gen_random_uuid(), now() + interval '1 hour')",
    );
    expect(await refusal()).toMatch(/written by ingestion/);
    await database.query("delete from ingestion.leases");

    const headers = { [MARKER_HEADER]: "1" };
    await test.log.append([
      { topic: topic.name, key: Buffer.from(MARKER_KEY), value: Buffer.from("1"), headers },
    ]);
    const marker = `'{"epoch": 1}'::jsonb`;
    await database.query(
      `insert into normalization.stage_positions (topic, partition, next_offset, marker)
       values ('${topic.name}', 0, 0, null)`,
    );
    expect(await refusal()).toMatch(/normalization has not completed/);
    await database.query(`update normalization.stage_positions set next_offset = 1, marker = ${marker}`);
    expect(await refusal()).toMatch(/normalization has not completed/);
    await database.query("update normalization.stage_state set completed_epoch = 1");

    await growTopic(namespace, topic.name, 4);
    const changed = await namespace.reading((log) => log.compareTopics(brokerTopics));
    expect(changed).toEqual([]);
    expect(await namespace.reading((log) => log.partitions(topic.name))).toBe(4);
  });
});
