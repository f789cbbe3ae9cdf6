import { describe, expect, it } from "vitest";
import type { SavedState, SnapshotStore } from "../snapshots/snapshot-store.js";

const STATE = "00000000-0000-4000-8000-0000000000aa";
const saved = (graphVersion: number): SavedState => ({ graphVersion, stateId: STATE });

/** What every snapshot store does. `open` gives an empty one, and `reopen` another over the same storage. */
export function snapshotStoreContract(
  name: string,
  open: () => Promise<{ store: SnapshotStore; reopen: () => SnapshotStore }>,
): void {
  describe(`${name} as a snapshot store`, () => {
    it("has nothing at first", async () => {
      const { store } = await open();
      expect(await store.latest()).toBeNull();
    });

    it.each([
      ["no bytes", []],
      ["one byte", [1]],
      ["pieces of all sizes", [3, 0, 100, 65_536]],
      ["more than a row takes", [3_000_000, 5]],
    ])("gives back %s as they were", async (_, sizes) => {
      const { store, reopen } = await open();
      const pieces = sizes.map((size, n) => Buffer.alloc(size, n + 1));
      await store.save(saved(7), pieces);
      const found = (await reopen().latest())!;
      expect([found.stateId, found.graphVersion, found.bytes]).toEqual([
        STATE,
        7,
        sizes.reduce((sum, size) => sum + size, 0),
      ]);
      expect((await bytesOf(found)).equals(Buffer.concat(pieces))).toBe(true);
    });

    it("keeps the one saved last, whichever version it has", async () => {
      const { store, reopen } = await open();
      await store.save(saved(7), [Buffer.from("old")]);
      await store.save(saved(5), [Buffer.from("new")]);
      const found = (await reopen().latest())!;
      expect([found.graphVersion, (await bytesOf(found)).toString()]).toEqual([5, "new"]);
    });

    it("keeps the one before when a new one is broken off", async () => {
      const { store, reopen } = await open();
      await store.save(saved(7), [Buffer.from("whole")]);
      await expect(store.save(saved(8), breakingOff())).rejects.toThrow("the graph changed");
      expect(await bytesOf((await reopen().latest())!)).toEqual(Buffer.from("whole"));
      await store.save(saved(9), [Buffer.from("next")]);
      expect((await reopen().latest())!.graphVersion).toBe(9);
    });

    it("is empty after clear", async () => {
      const { store, reopen } = await open();
      await store.save(saved(7), [Buffer.from("damaged")]);
      await store.clear();
      expect(await reopen().latest()).toBeNull();
    });
  });
}

function* breakingOff(): Iterable<Uint8Array> {
  yield Buffer.alloc(2_000_000);
  throw new Error("the graph changed");
}

async function bytesOf({ pieces }: { pieces(): AsyncIterable<Uint8Array> }): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces()) all.push(piece);
  return Buffer.concat(all);
}
