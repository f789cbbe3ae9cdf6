import { type DirtyArtist, EPOCH_HEADER, MARKER_HEADER, type Marker, topics } from "@interlude/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryCodec } from "../testing/memory/memory-codec.js";
import { partitionOf } from "../log/partitioner.js";
import { MemoryStageStore } from "../testing/memory/memory-stage-store.js";
import { type OutboxRecord, recordsOf } from "./outbox-frames.js";
import { Publisher } from "./publisher.js";
import type { OutboxBatch } from "./stage-store.js";

const PARTITIONS = 3;
const codec = createMemoryCodec();
const marker: Marker = { epoch: 5, sequence: 9, kind: "packet", producedBy: "scoring", ts: 0 };
const [batched, single] = [topics.graphDirty, topics.linkModels];
const unmarked = topics.candidateFeedback;

/** What a transaction leaves in the outbox when it publishes so, in batches of its topics' partitions. */
async function outboxOf(
  work: (publisher: Publisher<unknown>) => Promise<void>,
): Promise<{ batches: OutboxBatch[]; counts: ReadonlyMap<string, number> }> {
  const store = new MemoryStageStore({});
  const counts = await store.transaction(async (transaction) => {
    const publisher = new Publisher({
      definition: { service: "graph", inputs: [], outputs: [batched, single, unmarked] },
      store,
      transaction,
      codec,
      partitions: new Map(
        [batched, single, unmarked].map(({ name }) => name).map((name) => [name, PARTITIONS]),
      ),
      epoch: 5,
      trace: "trace",
    });
    await work(publisher);
    await publisher.markOutputs(marker);
    return publisher.counts;
  });
  const lease = (await store.outbox.acquire())!;
  return { batches: await lease.read(0n, Number.POSITIVE_INFINITY), counts };
}

async function valuesOf({ value }: OutboxRecord): Promise<(DirtyArtist | null)[]> {
  return value === null ? [null] : codec.decodeItems(batched, value);
}

describe("publisher", () => {
  const name = fc.string({ minLength: 1, maxLength: 400 });
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.record({ artist: name, kind: fc.constantFrom("item", "null") }) },
    fc.constant("flush" as const),
  );

  it("sends every value of a partition in order, several items in one record, the marker after all of them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
        const expected = Array.from({ length: PARTITIONS }, () => [] as (DirtyArtist | null)[]);
        const { batches, counts } = await outboxOf(async (publisher) => {
          for (const one of steps) {
            if (one === "flush") await publisher.flush();
            else {
              const value = one.kind === "null" ? null : { artist: one.artist, graphVersion: 1 };
              await publisher.publish(batched, one.artist, value);
              expected[partitionOf(Buffer.from(one.artist), PARTITIONS)]!.push(value);
            }
          }
        });
        const published = steps.filter((one) => one !== "flush").length;
        expect(counts.get(batched.name) ?? 0).toBe(published);
        for (let partition = 0; partition < PARTITIONS; partition += 1) {
          const ours = batches.filter(
            (batch) => batch.topic === batched.name && batch.partition === partition,
          );
          const last = ours.pop()!;
          expect(last.headers).toMatchObject({ [MARKER_HEADER]: "1", [EPOCH_HEADER]: "5" });
          const found: (DirtyArtist | null)[] = [];
          for (const batch of ours) for (const one of recordsOf(batch)) found.push(...(await valuesOf(one)));
          expect(found).toEqual(expected[partition]);
        }
      }),
    );
  });

  it("writes no marker to an output that has none", async () => {
    const { batches } = await outboxOf((publisher) => publisher.publish(unmarked, "a:b", null));
    const ofUnmarked = batches.filter(({ topic }) => topic === unmarked.name);
    expect(ofUnmarked.flatMap(recordsOf)).toEqual([{ key: Buffer.from("a:b"), value: null }]);
    expect(ofUnmarked[0]!.headers).not.toHaveProperty(MARKER_HEADER);
  });

  it("keeps nothing of an attempt that fails, and everything before it", async () => {
    const { batches, counts } = await outboxOf(async (publisher) => {
      await publisher.publish(batched, "kept", { artist: "kept", graphVersion: 1 });
      const attempt = publisher.attempt(async () => {
        await publisher.publish(batched, "lost", { artist: "lost", graphVersion: 1 });
        throw new Error("no");
      });
      await expect(attempt).rejects.toThrow("no");
    });
    const records = batches.filter(({ headers }) => headers[MARKER_HEADER] === undefined).flatMap(recordsOf);
    expect((await Promise.all(records.map(valuesOf))).flat()).toEqual([{ artist: "kept", graphVersion: 1 }]);
    expect([...counts]).toEqual([[batched.name, 1]]);
  });
});
