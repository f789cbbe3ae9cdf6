import { type CatalogTrack, EPOCH_HEADER } from "@interlude/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeOf } from "../errors.js";
import { isMarker } from "../records/markers.js";
import { latestByKey } from "../records/topic-reader.js";
import { FAULT_POINTS, FaultPlan, type PlannedFault } from "../testing/fault-plan.js";
import { StageHarness, output, trackOf } from "../testing/stage-harness.js";

type Handlers = NonNullable<Parameters<StageHarness["start"]>[0]>;
type OnBackground = NonNullable<Handlers["onBackground"]>;

/** Publishes `steps` records of one key, one a step. */
function stepping(steps: number): OnBackground {
  return async ({ transaction, publish }) => {
    const done = (transaction.rows.steps ??= []);
    if (done.length === steps) return "done";
    await publish(output, "steps", trackOf("steps", String(done.length)));
    done.push(done.length);
    return "more";
  };
}

const upTo = (steps: number): number[] => Array.from({ length: steps }, (_, step) => step);

/** What each partition of the output has, in order: titles, and markers as `marker` with their epoch. */
async function published({ log, codec }: StageHarness): Promise<string[][]> {
  const found: string[][] = Array.from({ length: output.partitions }, () => []);
  for await (const record of log.read([output.name])) {
    const epoch = record.headers[EPOCH_HEADER];
    const title = isMarker(record)
      ? "marker"
      : (await codec.decode<CatalogTrack>(output, record.value!)).title;
    found[record.partition]!.push(`${title} of ${epoch}`);
  }
  return found;
}

describe("work in the background", () => {
  let stage: StageHarness;
  beforeEach(async () => {
    stage = new StageHarness();
    await stage.createTopics();
  });
  afterEach(() => stage.stop());

  it("belongs to the open epoch, and lies before its marker", async () => {
    await stage.start({
      onEpoch: async () => {},
      onBackground: async (context) => {
        const { transaction, completed } = context;
        const isNext = (transaction.rows.steps?.length ?? 0) === completed.epoch;
        return isNext ? stepping(completed.epoch + 1)(context) : "done";
      },
    });
    for (const epoch of [1, 2, 3]) {
      await expect.poll(() => stage.store.rows.steps).toEqual(upTo(epoch));
      await stage.mark(epoch);
      await stage.completed(epoch);
    }
    await expect.poll(() => stage.store.rows.steps).toEqual(upTo(4));
    await expect
      .poll(async () => (await published(stage)).filter((titles) => titles.length > 3))
      .toEqual([["0 of 1", "marker of 1", "1 of 2", "marker of 2", "2 of 3", "marker of 3", "3 of 4"]]);
  });

  it("lets batches pass however much there is", async () => {
    await stage.start({ onBackground: async () => "more" });
    for (const epoch of [1, 2, 3]) {
      await stage.send(epoch, `of ${epoch}`, 0);
      await stage.mark(epoch);
      await stage.completed(epoch);
    }
    expect(stage.store.rows.epochs).toHaveLength(3);
  });

  it("ends with the step at hand when the stage is closed", async () => {
    let steps = 0;
    await stage.start({
      onBackground: async () => {
        steps += 1;
        return "more";
      },
    });
    await expect.poll(() => steps).toBeGreaterThan(3);
    await stage.stop();
    const atEnd = steps;
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toBe(atEnd);
  });

  it("is asked for when an epoch is complete", async () => {
    const asked: number[] = [];
    await stage.start({
      onBackground: async ({ completed }) => {
        asked.push(completed.epoch);
        return "done";
      },
    });
    await stage.mark(1);
    await expect.poll(() => asked.at(-1)).toBe(1);
  });

  it("is undone and repeated when a step fails, and ends the stage when that does not help", async () => {
    let [failures, rollbacks] = [3, 0];
    const onBackground: OnBackground = async (context) => {
      const progress = await stepping(5)(context);
      if (context.transaction.rows.steps!.length === 3 && failures > 0) {
        failures -= 1;
        throw new Error("no");
      }
      return progress;
    };
    await stage.start({ onBackground, onRollback: () => void (rollbacks += 1) });
    await expect.poll(() => stage.store.rows.steps).toEqual(upTo(5));
    expect([failures, rollbacks]).toEqual([0, 3]);
    await expect.poll(() => stage.runner!.blocked).toBeNull();
    await stage.stop();

    await stage.start({ onBackground: () => Promise.reject(new Error("never")) });
    const ended = stage.runner!.ended.catch((error: unknown) => codeOf(error));
    expect(await ended).toBe("BATCH_FAILED");
  });

  it("withdraws nothing that it publishes during a rebuild, and ends the rebuild when all is published", async () => {
    const keys = ["kept", "gone", "steps"].map((key) => ({ topic: output.name, key: Buffer.from(key) }));
    await stage.store.beginRebuild({ pending: [], epochs: [] }, keys);
    let mayEnd = false;
    await stage.start({
      onEpoch: async (_marker, { publish, postponeWithdrawals }) => {
        await publish(output, "kept", trackOf("kept", "kept"));
        await publish(output, "gone", trackOf("gone", "before"));
        postponeWithdrawals();
      },
      onBackground: async (context) => {
        if (context.completed.epoch === 0) return "done";
        const progress = await stepping(2)(context);
        if (mayEnd) await context.endRebuild();
        return progress;
      },
    });
    const now = async (): Promise<string[]> =>
      [...(await latestByKey(stage.log, stage.codec, output)).keys()].sort();
    await stage.mark(1);
    await expect.poll(now).toEqual(["gone", "kept", "steps"]);
    const left = [{ topic: output.name, key: Buffer.from("gone") }];
    await stage.store.transaction(async ({ state }) => void (state.rebuildKeys = left));
    mayEnd = true;
    await expect.poll(now).toEqual(["kept", "steps"]);
  });
});

describe("work in the background of two replicas", () => {
  const fault: fc.Arbitrary<PlannedFault> = fc.record({
    point: fc.constantFrom(...FAULT_POINTS),
    call: fc.integer({ min: 2, max: 20 }),
    kind: fc.constantFrom("transient", "unknown"),
  });

  it("is done once and in order, whatever faults occur while epochs are completed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async (faults) => {
        const first = new StageHarness();
        const replicas = [first, new StageHarness(first)];
        new FaultPlan(faults).install(first);
        await first.createTopics();
        for (const replica of replicas) await replica.start({ onBackground: stepping(12) });
        for (const epoch of [1, 2, 3]) {
          await first.send(epoch, `of ${epoch}`, epoch % 4);
          await first.mark(epoch);
        }
        const reached = (): number => Math.max(...replicas.map(({ relay }) => relay?.publishedEpoch ?? 0));
        await expect.poll(reached, { timeout: 10_000, interval: 2 }).toBe(3);
        await expect.poll(() => first.store.rows.steps?.length, { timeout: 10_000, interval: 2 }).toBe(12);
        const isSent = async (): Promise<boolean> =>
          (await published(first)).flat().some((title) => title.startsWith("11 of"));
        await expect.poll(isSent, { timeout: 10_000, interval: 2 }).toBe(true);
        for (const replica of replicas) await replica.stop();
        expect(first.store.rows.steps).toEqual(upTo(12));
        expect(first.store.rows.epochs.map(({ ids }) => ids)).toEqual([["of 1"], ["of 2"], ["of 3"]]);
        const titles = (await published(first)).flat().filter((title) => /^\d/.test(title));
        // The relay may send a batch twice.
        const steps = [...new Set(titles)].map((title) => Number(title.split(" ")[0]));
        expect(steps).toEqual(upTo(12));
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
