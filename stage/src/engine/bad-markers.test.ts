import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, type Marker, deadLetterTopics } from "@interlude/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StageHarness, input, signalOf } from "../testing/stage-harness.js";

let harness: StageHarness;
beforeEach(async () => {
  harness = new StageHarness();
  await harness.createTopics();
});
afterEach(() => harness.stop());

interface Forgery {
  readonly partition?: number;
  readonly key?: string | null;
  readonly value?: Buffer | null;
  readonly header?: string | null;
  readonly marker?: Partial<Marker>;
}

/** Appends a record with a marker's header; what is not said is as the next epoch's marker has it. */
async function forge({ partition = 0, key = MARKER_KEY, marker, ...forgery }: Forgery): Promise<void> {
  const real: Marker = { epoch: 1, sequence: 1001, kind: "packet", producedBy: "ingestion", ts: 0 };
  const encoded = harness.codec.encodeMarker({ ...real, ...marker });
  const header = forgery.header === undefined ? String(marker?.epoch ?? 1) : forgery.header;
  await harness.log.append([
    {
      topic: input.name,
      partition,
      key: key === null ? null : Buffer.from(key),
      value: forgery.value === undefined ? encoded : forgery.value,
      headers: { [MARKER_HEADER]: "1", ...(header === null ? {} : { [EPOCH_HEADER]: header }) },
    },
  ]);
}

async function reasons(): Promise<string[]> {
  const found: string[] = [];
  for await (const { value } of harness.log.read([deadLetterTopics.scoring.name])) {
    const letter = await harness.codec.decode(deadLetterTopics.scoring, value!);
    found.push(`${letter.code} ${letter.reason}`);
  }
  return found;
}

describe("a marker that cannot be right", () => {
  it.each<[string, Forgery]>([
    ["cannot be decoded", { value: Buffer.from("garbage") }],
    ["has no value", { value: null }],
    ["has another key", { key: "a" }],
    ["has no key", { key: null }],
    ["was produced by another service", { marker: { producedBy: "console" } }],
    ["has another epoch in its header", { header: "2" }],
    ["has no epoch in its header", { header: null }],
    ["has no number in its header", { header: "soon" }],
    ["is of an epoch that no other partition has reached", { marker: { epoch: 1_000_000 } }],
    ["is of an epoch beyond numbers", { marker: { epoch: 2 ** 52 } }],
    ["is of an epoch before the first", { marker: { epoch: -1 } }],
  ])("that %s is set aside, and the stage goes on", async (_, forgery) => {
    await harness.start();
    await harness.send(1, "before", 0);
    await forge(forgery);
    await harness.send(1, "after", 0);
    await harness.mark(1);
    await harness.completed(1);
    await harness.send(2, "next", 0);
    await harness.mark(2);
    await harness.completed(2);
    expect(harness.store.rows.epochs).toEqual([
      { epoch: 1, ids: ["after", "before"] },
      { epoch: 2, ids: ["next"] },
    ]);
    expect(await reasons()).toEqual([expect.stringMatching(/^MARKER_INVALID .*cannot be: /)]);
  });

  it("of a far epoch does not let later epochs complete without its partition's records", async () => {
    await harness.start();
    for (const epoch of [1, 2, 3]) {
      await forge({ partition: 2, marker: { epoch: 500 } });
      await harness.send(epoch, `of ${epoch}`, 2);
      await harness.mark(epoch, [0, 1, 3]);
      await harness.mark(epoch, [2]);
      await harness.completed(epoch);
    }
    expect(harness.store.rows.epochs.map(({ ids }) => ids)).toEqual([["of 1"], ["of 2"], ["of 3"]]);
  });
});

describe("a marker after a gap", () => {
  it("is taken where compaction or merged epochs left others out", async () => {
    await harness.send(41, "a", 0);
    await harness.mark(41, [0, 1]);
    await harness.mark(40, [2, 3]);
    await harness.mark(41, [2, 3]);
    await harness.start();
    await harness.completed(41);
    expect(harness.store.rows.epochs).toEqual([
      { epoch: 40, ids: ["a"] },
      { epoch: 41, ids: [] },
    ]);
    expect(await reasons()).toEqual([]);
  });

  it("is waited for a moment where its producer has not reached the other partitions yet", async () => {
    await harness.start();
    const newest = harness.log.newest.bind(harness.log);
    harness.log.newest = async (topics) => {
      const found = await newest(topics);
      harness.log.newest = newest;
      await harness.mark(7, [0, 1, 2]);
      return found;
    };
    await harness.mark(7, [3]);
    await harness.completed(7);
    expect(await reasons()).toEqual([]);
  });

  it("that was refused all the same costs no record: the next epoch completes both", async () => {
    await harness.start();
    await harness.send(7, "a", 3);
    await harness.mark(7, [3]);
    await expect.poll(reasons).toHaveLength(1);
    await harness.mark(7, [0, 1, 2]);
    await harness.send(8, "b", 3);
    await harness.mark(8);
    await harness.completed(8);
    expect(harness.store.rows.epochs.flatMap(({ ids }) => ids)).toEqual(["a", "b"]);
  });
});

describe("a record whose epoch", () => {
  it.each(["soon", "-3", "1e400", "", "0", "9007199254740993", "1000000"])(
    "is said to be %j is set aside, and the rest goes on",
    async (header) => {
      await harness.send(1, "a", 1);
      await harness.send(1, "forged", 0, { [EPOCH_HEADER]: header });
      await harness.send(1, "b", 0);
      await harness.mark(1);
      await harness.start();
      await harness.completed(1);
      expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a", "b"] }]);
      expect(await reasons()).toEqual([expect.stringMatching(/^EPOCH_INVALID /)]);
    },
  );

  it("is not said counts for the open epoch", async () => {
    await harness.start();
    const value = harness.codec.encode(input, signalOf("a"));
    await harness.log.append([
      { topic: input.name, partition: 0, key: Buffer.from("a"), value, headers: {} },
    ]);
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a"] }]);
  });

  it("is far from a new stage's is taken where the other partitions are as far, or empty", async () => {
    await harness.send(50_000, "first", 0);
    await harness.start();
    await expect.poll(() => harness.store.rows.pending.length).toBe(1);
    await harness.send(50_000, "second", 1);
    await harness.mark(50_000);
    await harness.completed(50_000);
    expect(harness.store.rows.epochs.flatMap(({ ids }) => ids)).toEqual(["first", "second"]);
    expect(await reasons()).toEqual([]);
  });
});
