import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeOf } from "../errors.js";
import { latestByKey } from "../records/topic-reader.js";
import { isMarker } from "../records/markers.js";
import { StageHarness, ledgerHandlers, output } from "../testing/stage-harness.js";

const EMPTY = { pending: [], epochs: [] };

let stage: StageHarness;
beforeEach(async () => {
  stage = new StageHarness();
  await stage.createTopics();
});
afterEach(() => stage.stop());

/** What the output's keys are now: `epoch 1` and so on. */
async function published(): Promise<string[]> {
  return [...(await latestByKey(stage.log, stage.codec, output)).keys()].sort();
}

async function rebuild(handlers?: Parameters<StageHarness["start"]>[0]): Promise<void> {
  await stage.stop();
  const keys = (await published()).map((key) => ({ topic: output.name, key: Buffer.from(key) }));
  await stage.store.beginRebuild(EMPTY, keys);
  await stage.start(handlers);
}

describe("a rebuild", () => {
  it("reads everything again, as of the epoch that is open, and withdraws what that does not publish", async () => {
    await stage.start();
    for (const epoch of [1, 2]) {
      await stage.send(epoch, `of ${epoch}`, epoch);
      await stage.mark(epoch);
      await stage.completed(epoch);
    }
    expect(await published()).toEqual(["epoch 1", "epoch 2"]);
    await rebuild();
    await stage.send(3, "of 3", 3);
    await stage.mark(3);
    await stage.completed(3);
    expect(stage.store.rows.epochs).toEqual([{ epoch: 3, ids: ["of 1", "of 2", "of 3"] }]);
    expect(await published()).toEqual(["epoch 3"]);
    const last: boolean[] = [];
    for await (const record of stage.log.read([output.name])) last[record.partition] = isMarker(record);
    expect(last).toEqual(Array.from({ length: output.partitions }, () => true));
  });

  it("keeps the open epoch's markers that had been read, and no record of a later one before them", async () => {
    await stage.start();
    await stage.send(1, "of 1", 0);
    await stage.mark(1);
    await stage.completed(1);
    await stage.send(2, "of 2", 0);
    await stage.mark(2, [0]);
    await stage.send(3, "of 3", 0);
    const waits = { topic: "popularity.signals", partition: 0 };
    await expect.poll(async () => (await stage.store.positions([waits]))[0]!.marker?.epoch).toBe(2);
    await rebuild();
    await stage.mark(2, [1, 2, 3]);
    await stage.completed(2);
    await stage.mark(3);
    await stage.completed(3);
    expect(stage.store.rows.epochs).toEqual([
      { epoch: 2, ids: ["of 1", "of 2"] },
      { epoch: 3, ids: ["of 3"] },
    ]);
  });

  it("withdraws nothing before the stage has all that it needs", async () => {
    await stage.start();
    await stage.mark(1);
    await stage.completed(1);
    await rebuild({
      onEpoch: async (marker, context) => {
        if (marker.epoch === 2) context.postponeWithdrawals();
        else await ledgerHandlers.onEpoch(marker, context);
      },
    });
    await stage.mark(2);
    await stage.completed(2);
    expect(await published()).toEqual(["epoch 1"]);
    await stage.mark(3);
    await stage.completed(3);
    expect(await published()).toEqual(["epoch 3"]);
  });

  it("ends the processes of a stage that stands still, so that they begin anew", async () => {
    await stage.start();
    await stage.mark(1);
    await stage.completed(1);
    const ended = stage.runner!.ended.catch((error: unknown) => codeOf(error));
    await stage.store.beginRebuild(EMPTY, []);
    expect(await ended).toBe("STORE_WENT_BACK");
  });

  it("withdraws nothing when there was no rebuild", async () => {
    await stage.start();
    for (const epoch of [1, 2, 3]) await stage.mark(epoch);
    await stage.completed(3);
    expect(await published()).toEqual(["epoch 1", "epoch 2", "epoch 3"]);
  });
});
