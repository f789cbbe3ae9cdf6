import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InterludeError } from "../errors.js";
import { StageHarness, input, unalignedInput } from "../testing/stage-harness.js";

class Away extends InterludeError<"REGISTRY_UNREACHABLE"> {}

let harness: StageHarness;
beforeEach(async () => {
  harness = new StageHarness();
  await harness.createTopics();
});
afterEach(() => harness.stop());

describe("delivery", () => {
  it("undoes no transaction while the handler of another topic still writes to it", async () => {
    const events: string[] = [];
    let finishHandler = (): void => {};
    const handlerMayFinish = new Promise<void>((resolve) => (finishHandler = resolve));
    const decodeItems = harness.codec.decodeItems.bind(harness.codec);
    let failures = 1;
    vi.spyOn(harness.codec, "decodeItems").mockImplementation((topic, bytes) => {
      if (topic.name !== unalignedInput.name || failures-- <= 0) return decodeItems(topic, bytes) as never;
      // The next topic cannot be decoded while the handler of the one before is at work.
      setImmediate(finishHandler);
      return Promise.reject(new Away("REGISTRY_UNREACHABLE", "the registry does not respond"));
    });
    const transaction = harness.store.transaction.bind(harness.store);
    vi.spyOn(harness.store, "transaction").mockImplementation((work) =>
      transaction(work).finally(() => events.push("transaction over")),
    );
    const dirty = harness.codec.encode(unalignedInput, { artist: "a", graphVersion: 1 });
    await harness.log.append([
      { topic: unalignedInput.name, partition: 0, key: Buffer.from("a"), value: dirty, headers: {} },
    ]);
    await harness.send(1, "a", 0);
    await harness.start({
      onRecords: async (topic) => {
        if (topic.name !== input.name) return;
        await handlerMayFinish;
        await new Promise(setImmediate);
        events.push("handler wrote");
      },
    });
    await expect.poll(() => events.length).toBeGreaterThanOrEqual(4);
    expect(events.slice(0, 4)).toEqual([
      "handler wrote",
      "transaction over",
      "handler wrote",
      "transaction over",
    ]);
  });
});
