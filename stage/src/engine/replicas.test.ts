import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TopicPartition } from "../log/event-log.js";
import { StageHarness, input } from "../testing/stage-harness.js";

let [first, second]: StageHarness[] = [];
beforeEach(async () => {
  first = new StageHarness();
  second = new StageHarness(first);
  await first.createTopics();
});
afterEach(async () => {
  await first!.stop();
  await second!.stop();
});

/** Starts both, and returns which partitions of the input each has. */
async function startBoth(): Promise<[number[], number[]]> {
  const assigned: TopicPartition[][] = [];
  const subscribe = first!.log.subscribe.bind(first!.log);
  let started = 0;
  first!.log.subscribe = (options) => {
    const replica = started++;
    return subscribe({
      ...options,
      startOffsets: (partitions) => {
        assigned[replica] = [...partitions];
        return options.startOffsets(partitions);
      },
    });
  };
  await first!.start();
  await second!.start();
  await expect.poll(() => assigned.map(({ length }) => length > 0 && length < 8)).toEqual([true, true]);
  const ofInput = (partitions: TopicPartition[]): number[] =>
    partitions.filter(({ topic }) => topic === input.name).map(({ partition }) => partition);
  return [ofInput(assigned[0]!), ofInput(assigned[1]!)];
}

describe("two replicas of a stage", () => {
  it("resume a partition whose epoch the other completes while its own transaction comes back", async () => {
    const [ours, theirs] = await startBoth();
    await first!.mark(1, [ours[0]!]);
    await expect.poll(() => first!.runner!.waiting.length).toBe(1);

    // The next transaction of the first replica commits, and what came of it arrives only later.
    let arrive = (): void => {};
    const arrival = new Promise<void>((resolve) => (arrive = resolve));
    const transaction = first!.store.transaction.bind(first!.store);
    let isHeld = false;
    first!.store.transaction = async (work) => {
      const result = await transaction(work);
      if (!isHeld) {
        isHeld = true;
        await arrival;
      }
      return result;
    };
    await first!.mark(1, [ours[1]!]);
    await expect.poll(() => isHeld).toBe(true);
    await first!.mark(1, theirs);
    await expect.poll(() => first!.runner!.completed.epoch).toBe(1);
    arrive();

    for (const partition of [0, 1, 2, 3]) await first!.send(2, `of ${partition}`, partition);
    await first!.mark(2);
    await expect.poll(() => first!.store.rows.epochs.length, { timeout: 5_000 }).toBe(2);
    expect(first!.store.rows.epochs[1]).toEqual({ epoch: 2, ids: ["of 0", "of 1", "of 2", "of 3"] });
  });

  it("say which partitions wait, and for which epoch", async () => {
    const [ours] = await startBoth();
    await first!.mark(1, ours);
    await expect.poll(() => first!.runner!.waiting.map(({ partition }) => partition).sort()).toEqual(ours);
    expect(first!.runner!.waiting.map(({ epoch }) => epoch)).toEqual(ours.map(() => 1));
    expect(second!.runner!.waiting).toEqual([]);
  });

  it("notice that their store went back also while they only wait", async () => {
    const [ours] = await startBoth();
    await first!.mark(1);
    await expect.poll(() => [first, second].map((one) => one!.runner!.completed.epoch)).toEqual([1, 1]);
    await first!.mark(2, [ours[0]!]);
    await expect.poll(() => first!.runner!.waiting.length).toBe(1);
    await first!.store.transaction((transaction) =>
      first!.store.saveCompletedEpoch(transaction, { epoch: 0, sequence: 0, stateId: "restored" }),
    );
    await expect(first!.runner!.ended).rejects.toMatchObject({ code: "STORE_WENT_BACK" });
  });
});
