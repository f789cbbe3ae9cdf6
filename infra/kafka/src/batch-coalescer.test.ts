import { describe, expect, it } from "vitest";
import type { PartitionBatch, Progress } from "@interlude/stage";
import { BatchCoalescer } from "./batch-coalescer.js";

function batch(partition: number): PartitionBatch {
  return { topic: "t", partition, records: [], fetchedFrom: 0n, highWatermark: 0n };
}

function progressOf(batches: readonly PartitionBatch[]): Progress[] {
  return batches.map(({ topic, partition }) => ({
    topic,
    partition,
    nextOffset: BigInt(partition),
    pause: false,
  }));
}

/** A handler that waits until it is told to go on. */
function blockingHandler(): {
  handle: BatchCoalescer<Progress>["handle"];
  calls: number[][];
  open: () => void;
} {
  const calls: number[][] = [];
  let open: () => void = () => {};
  const handle = async (batches: readonly PartitionBatch[]): Promise<Progress[]> => {
    calls.push(batches.map(({ partition }) => partition));
    await new Promise<void>((resolve) => (open = resolve));
    return progressOf(batches);
  };
  return { handle, calls, open: () => open() };
}

describe("batch coalescer", () => {
  it("hands over together what arrives together", async () => {
    const calls: number[] = [];
    const coalescer = new BatchCoalescer(async (batches) => {
      calls.push(batches.length);
      return progressOf(batches);
    });
    const progress = await Promise.all([0, 1, 2].map((partition) => coalescer.deliver(batch(partition))));
    expect(progress.map((one) => one?.nextOffset)).toEqual([0n, 1n, 2n]);
    expect(calls).toEqual([3]);
  });

  it("begins no call before the last has ended", async () => {
    const { handle, calls, open } = blockingHandler();
    const coalescer = new BatchCoalescer(handle);
    const first = coalescer.deliver(batch(0));
    await expect.poll(() => calls.length).toBe(1);
    const later = Promise.all([coalescer.deliver(batch(1)), coalescer.deliver(batch(2))]);
    expect(calls).toEqual([[0]]);
    open();
    await first;
    await expect.poll(() => calls).toEqual([[0], [1, 2]]);
    open();
    expect((await later).map((one) => one?.partition)).toEqual([1, 2]);
  });

  it("drops what no call has begun", async () => {
    const { handle, calls, open } = blockingHandler();
    const coalescer = new BatchCoalescer(handle);
    const first = coalescer.deliver(batch(0));
    await expect.poll(() => calls.length).toBe(1);
    const second = coalescer.deliver(batch(1));
    coalescer.drop();
    expect(await second).toBeNull();
    open();
    expect(await first).toMatchObject({ partition: 0 });
    await coalescer.idle();
    expect(calls).toEqual([[0]]);
  });

  it("gives no progress where the call failed or said nothing, and goes on", async () => {
    const responses = [
      () => Promise.reject(new Error("no")),
      async () => [],
      async () => progressOf([batch(0)]),
    ];
    const coalescer = new BatchCoalescer(() => responses.shift()!());
    expect(await coalescer.deliver(batch(0))).toBeNull();
    expect(await coalescer.deliver(batch(0))).toBeNull();
    expect(await coalescer.deliver(batch(0))).toMatchObject({ nextOffset: 0n });
  });
});
