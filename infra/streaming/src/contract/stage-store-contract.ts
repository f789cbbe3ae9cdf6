import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Marker } from "@interlude/contracts";
import type { NewOutboxRecord, OutboxLease, StageStore } from "../stage/stage-store.js";

const marker: Marker = {
  epoch: 7,
  sequence: 190_007,
  kind: "packet",
  producedBy: "ingestion",
  ts: 1_700_000_000_000_001,
};

function record(key: string, value: string | null = "v"): NewOutboxRecord {
  return {
    topic: "t",
    partition: 1,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: { note: 'a "quoted"\\ \t header\n' },
  };
}

/** What every stage store promises; run against the one in memory and the one in PostgreSQL. */
export function describeStageStore<Transaction>(
  name: string,
  create: () => Promise<{ store: StageStore<Transaction>; dispose: () => Promise<void> }>,
): void {
  describe(name, () => {
    let store: StageStore<Transaction>;
    let dispose: () => Promise<void>;
    beforeEach(async () => ({ store, dispose } = await create()));
    afterEach(() => dispose());

    it("begins every partition at offset 0 and every stage at epoch 0", async () => {
      expect(await store.positions([{ topic: "t", partition: 3 }])).toEqual([
        { topic: "t", partition: 3, nextOffset: 0n, marker: null },
      ]);
      expect(await store.completedEpoch()).toEqual({ epoch: 0, sequence: 0 });
    });

    it("keeps positions, markers and the completed epoch of a transaction that commits", async () => {
      const saved = { topic: "t", partition: 3, nextOffset: 9_007_199_254_740_990n, marker };
      await store.transaction(async (transaction) => {
        await store.lockPositions(transaction, [saved]);
        await store.savePositions(transaction, [saved]);
        await store.lockCompletedEpoch(transaction);
        await store.saveCompletedEpoch(transaction, { epoch: 7, sequence: 190_007 });
      });
      expect(await store.positions([saved])).toEqual([saved]);
      expect(await store.completedEpoch()).toEqual({ epoch: 7, sequence: 190_007 });
      expect(await store.transaction((transaction) => store.allPositions(transaction))).toEqual([saved]);
    });

    it("keeps nothing of a transaction that fails", async () => {
      const doomed = store.transaction(async (transaction) => {
        await store.lockPositions(transaction, [{ topic: "t", partition: 0 }]);
        await store.savePositions(transaction, [{ topic: "t", partition: 0, nextOffset: 5n, marker }]);
        await store.addToOutbox(transaction, [record("a")]);
        throw new Error("no");
      });
      await expect(doomed).rejects.toThrow("no");
      expect((await store.positions([{ topic: "t", partition: 0 }]))[0]!.nextOffset).toBe(0n);
      const lease = (await store.outbox.acquire())!;
      expect(await lease.oldest(10)).toEqual([]);
      await lease.release();
    });

    it("undoes a savepoint alone", async () => {
      await store.transaction(async (transaction) => {
        await store.addToOutbox(transaction, [record("kept")]);
        const failed = store.savepoint(transaction, async () => {
          await store.addToOutbox(transaction, [record("undone")]);
          throw new Error("no");
        });
        await expect(failed).rejects.toThrow("no");
        await store.savepoint(transaction, () => store.addToOutbox(transaction, [record("also kept")]));
      });
      const lease = (await store.outbox.acquire())!;
      expect((await lease.oldest(10)).map(({ key }) => key!.toString())).toEqual(["kept", "also kept"]);
      await lease.release();
    });

    it("hands the outbox out in order, byte for byte, and forgets what was sent", async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      await store.transaction(async (transaction) => {
        await store.addToOutbox(transaction, [
          record("1"),
          { ...record("2"), key: bytes, value: bytes },
          record("3", null),
        ]);
      });
      const lease = (await store.outbox.acquire())!;
      const [first, second, third] = await lease.oldest(10);
      expect(first).toMatchObject(record("1"));
      expect([second!.key, second!.value, third!.value]).toEqual([bytes, bytes, null]);
      await lease.sent(second!.id);
      expect(await lease.oldest(10)).toEqual([third]);
      await lease.release();
    });

    it("lets one relay have the outbox at a time", async () => {
      const lease = (await store.outbox.acquire())!;
      expect(await store.outbox.acquire()).toBeNull();
      await lease.release();
      let next: OutboxLease | null = null;
      await expect.poll(async () => (next = await store.outbox.acquire())).not.toBeNull();
      await next!.release();
    });
  });
}
