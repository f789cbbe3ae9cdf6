import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Marker } from "@interlude/contracts";
import type { RecordBatch } from "../../engine/outbox-frames.js";
import type { LogRecord } from "../../log/event-log.js";
import type { OutboxBatch, OutboxLease, StageStore } from "../../engine/stage-store.js";

const marker: Marker = {
  epoch: 7,
  sequence: 190_007,
  kind: "packet",
  producedBy: "ingestion",
  ts: 1_700_000_000_000_001,
};

function batch(name: string, bytes = Buffer.from(name)): RecordBatch {
  return {
    topic: "t",
    partition: 1,
    headers: { note: 'a "quoted"\\ \t header\n', name },
    count: 3,
    records: bytes,
  };
}

function names(batches: readonly OutboxBatch[]): string[] {
  return batches.map(({ headers }) => headers["name"]!);
}

function hexOf(parts: readonly (Buffer | null)[]): (string | undefined)[] {
  return parts.map((part) => part?.toString("hex"));
}

const PLENTY = 1_000_000;

/** What every stage store promises; run against the one in memory and the one in PostgreSQL. */
export function describeStageStore<Transaction>(
  name: string,
  create: () => Promise<{
    store: StageStore<Transaction>;
    /** What was kept, in order. */
    deadLetters: () => Promise<readonly Pick<LogRecord, "key" | "value">[]>;
    dispose: () => Promise<void>;
  }>,
): void {
  describe(name, () => {
    let store: StageStore<Transaction>;
    let deadLetters: () => Promise<readonly Pick<LogRecord, "key" | "value">[]>;
    let dispose: () => Promise<void>;
    beforeEach(async () => ({ store, deadLetters, dispose } = await create()));
    afterEach(() => dispose());

    it("begins every partition at offset 0 and every stage at epoch 0", async () => {
      expect(await store.positions([{ topic: "t", partition: 3 }])).toEqual([
        { topic: "t", partition: 3, nextOffset: 0n, marker: null },
      ]);
      expect(await store.completedEpoch()).toMatchObject({ epoch: 0, sequence: 0 });
    });

    it("keeps positions, markers and the completed epoch of a transaction that commits", async () => {
      const completed = { epoch: 7, sequence: 190_007, stateId: "0191f0a0-0000-7000-8000-0123456789ab" };
      const saved = { topic: "t", partition: 3, nextOffset: 9_007_199_254_740_990n, marker };
      await store.transaction(async (transaction) => {
        await store.lockPositions(transaction, [saved]);
        await store.savePositions(transaction, [saved]);
        await store.lockCompletedEpoch(transaction);
        await store.saveCompletedEpoch(transaction, completed);
      });
      expect(await store.positions([saved])).toEqual([saved]);
      expect(await store.completedEpoch()).toEqual(completed);
      expect(await store.transaction((transaction) => store.allPositions(transaction))).toEqual([saved]);
    });

    it("locks the completed epoch without waiting where no other transaction has it", async () => {
      const completed = await store.completedEpoch();
      const locking = store.transaction((transaction) => store.tryLockCompletedEpoch(transaction));
      expect(await locking).toEqual(completed);
    });

    it("keeps nothing of a transaction that fails", async () => {
      const doomed = store.transaction(async (transaction) => {
        await store.lockPositions(transaction, [{ topic: "t", partition: 0 }]);
        await store.savePositions(transaction, [{ topic: "t", partition: 0, nextOffset: 5n, marker }]);
        await store.addToOutbox(transaction, [batch("a")]);
        throw new Error("no");
      });
      await expect(doomed).rejects.toThrow("no");
      expect((await store.positions([{ topic: "t", partition: 0 }]))[0]!.nextOffset).toBe(0n);
      const lease = (await store.outbox.acquire())!;
      expect(await lease.read(0n, PLENTY)).toEqual([]);
      await lease.release();
    });

    it("keeps dead letters of a transaction that commits, whatever their bytes", async () => {
      const every = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      const record = {
        topic: "t",
        partition: 1,
        offset: 9_007_199_254_740_993n,
        key: every,
        value: every,
        headers: { note: 'a "quoted" \0\\ \t header', "na\0me": "" },
      };
      const large = { ...record, key: null, value: Buffer.alloc(9_000_000, "abc"), headers: {} };
      const tombstone = { ...record, value: null, headers: {} };
      const [code, reason, epoch] = ["BAD", "said \0 of a value", 7];
      const rejected = [record, large, tombstone].map((one) => ({ record: one, code, reason, epoch }));
      await store.transaction((transaction) => store.keepDeadLetters(transaction, rejected));
      const doomed = store.transaction(async (transaction) => {
        await store.keepDeadLetters(transaction, rejected);
        throw new Error("no");
      });
      await expect(doomed).rejects.toThrow("no");
      const kept = (await deadLetters()).map(({ key, value }) => [key, value]);
      const given = [record, large, tombstone].map(({ key, value }) => [key, value]);
      // Compared as bytes: to compare megabytes element by element takes long.
      expect(kept.map(hexOf)).toEqual(given.map(hexOf));
    });

    it("knows how long ago it was seen", async () => {
      await expect.poll(() => store.millisecondsSinceSeen()).toBeGreaterThan(50);
      const noted = performance.now();
      await store.noteSeen();
      const since = await store.millisecondsSinceSeen();
      expect(since).toBeGreaterThanOrEqual(0);
      expect(since).toBeLessThan(performance.now() - noted + 5);
    });

    it("undoes a savepoint alone", async () => {
      await store.transaction(async (transaction) => {
        await store.addToOutbox(transaction, [batch("kept")]);
        const failed = store.savepoint(transaction, async () => {
          await store.addToOutbox(transaction, [batch("undone")]);
          throw new Error("no");
        });
        await expect(failed).rejects.toThrow("no");
        await store.savepoint(transaction, () => store.addToOutbox(transaction, [batch("also kept")]));
      });
      const lease = (await store.outbox.acquire())!;
      expect(names(await lease.read(0n, PLENTY))).toEqual(["kept", "also kept"]);
      await lease.release();
    });

    it("hands the outbox out in order, byte for byte, and deletes what was sent", async () => {
      const every = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      const large = Buffer.alloc(100_000, "abc");
      const sent = [batch("1"), batch("2", every), batch("3", Buffer.alloc(0)), batch("4", large)];
      await store.transaction((transaction) => store.addToOutbox(transaction, sent));
      const lease = (await store.outbox.acquire())!;
      const found = await lease.read(0n, PLENTY);
      expect(found).toEqual(sent.map((one, index) => ({ ...one, id: found[index]!.id })));
      expect(await lease.read(found[1]!.id, PLENTY)).toEqual(found.slice(2));
      await lease.delete(found.slice(0, 2), new Map());
      expect(await lease.read(0n, PLENTY)).toEqual(found.slice(2));
      await lease.release();
    });

    it("hands out no more than was asked for, and one at least", async () => {
      const sent = ["a", "b", "c"].map((one) => batch(one, Buffer.alloc(7_000)));
      await store.transaction((transaction) => store.addToOutbox(transaction, sent));
      const lease = (await store.outbox.acquire())!;
      expect(names(await lease.read(0n, 1))).toEqual(["a"]);
      expect(names(await lease.read(0n, 14_000))).toEqual(["a", "b"]);
      expect(names(await lease.read(0n, 14_001))).toEqual(["a", "b", "c"]);
      await lease.release();
    });

    it("deletes nothing but what was sent, even if it is older", async () => {
      await store.transaction((transaction) =>
        store.addToOutbox(transaction, [batch("late"), batch("sent")]),
      );
      const lease = (await store.outbox.acquire())!;
      const [late, sent] = await lease.read(0n, PLENTY);
      await lease.delete([sent!], new Map());
      expect(await lease.read(0n, PLENTY)).toEqual([late]);
      await lease.release();
    });

    it("lets one relay have the outbox at a time", async () => {
      const lease = (await store.outbox.acquire())!;
      expect(await store.outbox.acquire()).toBeNull();
      await lease.release();
      let next: OutboxLease | null = null;
      await expect.poll(async () => (next = await store.outbox.acquire())).not.toBeNull();
      expect(next!.isHeld).toBe(true);
      expect(await next!.renew()).toBe(true);
      await next!.release();
    });

    it("notes where the outputs end, with what was sent", async () => {
      await store.transaction((transaction) => store.addToOutbox(transaction, [batch("a"), batch("b")]));
      const lease = (await store.outbox.acquire())!;
      expect(await lease.sentEnds()).toEqual(new Map());
      const [a, b] = await lease.read(0n, PLENTY);
      await lease.delete(
        [a!],
        new Map([
          ["t/0", 7n],
          ["t.v2/3", 9_007_199_254_740_990n],
        ]),
      );
      await lease.delete([b!], new Map([["t/0", 9n]]));
      await lease.delete([], new Map());
      await lease.release();
      let next: OutboxLease | null = null;
      await expect.poll(async () => (next = await store.outbox.acquire())).not.toBeNull();
      expect(await next!.sentEnds()).toEqual(
        new Map([
          ["t/0", 9n],
          ["t.v2/3", 9_007_199_254_740_990n],
        ]),
      );
      await next!.release();
    });
  });
}
