import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { ModelStore } from "../model-store.js";

/** A store, and how a test damages what it holds. */
export interface StoreUnderTest {
  readonly store: ModelStore;
  damage(hash: string, content: Uint8Array): Promise<void>;
}

/** What every store of artifacts keeps to. */
export function modelStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`a store of artifacts: ${name}`, () => {
    let test: StoreUnderTest;
    let store: ModelStore;
    beforeEach(async () => {
      test = await open();
      ({ store } = test);
      for (const { hash } of await store.list()) await store.remove(hash);
    });
    const bytes = fc.uint8Array({ maxLength: 200 });

    it("gives back what was put, under the SHA-256 of its content, once however often", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(bytes, { maxLength: 5 }), async (contents) => {
          for (const { hash } of await store.list()) await store.remove(hash);
          const expected = new Map<string, Uint8Array>();
          for (const content of [...contents, ...contents]) {
            const hash = await store.put(content);
            expect(hash).toBe(createHash("sha256").update(content).digest("hex"));
            expected.set(hash, content);
          }
          for (const [hash, content] of expected) {
            expect(await store.has(hash)).toBe(true);
            expect(Buffer.from((await store.get(hash))!)).toEqual(Buffer.from(content));
          }
          expect(await store.list()).toEqual(
            [...expected].map(([hash, { length: size }]) => ({ hash, size })).sort(byHash),
          );
        }),
        { numRuns: 20 },
      );
    });

    it("holds several megabytes", async () => {
      const content = new Uint8Array(5_000_000).map((_, i) => (i * 2_654_435_761) >>> 24);
      const hash = await store.put(content);
      expect(Buffer.from((await store.get(hash))!).equals(content)).toBe(true);
    });

    it("has nothing of what was removed or never put", async () => {
      const hash = await store.put(Uint8Array.of(1, 2, 3));
      await store.remove(hash);
      await store.remove(hash);
      expect(await store.has(hash)).toBe(false);
      expect(await store.get(hash)).toBeNull();
      expect(await store.list()).toEqual([]);
    });

    it("is not changed by what is done with content that it was given or gave", async () => {
      const content = Uint8Array.of(1, 2, 3);
      const hash = await store.put(content);
      content[0] = 9;
      (await store.get(hash))![1] = 9;
      expect([...(await store.get(hash))!]).toEqual([1, 2, 3]);
    });

    it("refuses content that was damaged, and takes it anew", async () => {
      const content = Uint8Array.of(1, 2, 3);
      const hash = await store.put(content);
      for (const damaged of [Uint8Array.of(1, 2), Uint8Array.of(1, 2, 4), Uint8Array.of()]) {
        await test.damage(hash, damaged);
        await expect(store.get(hash)).rejects.toMatchObject({
          code: "ARTIFACT_CORRUPT",
          message: expect.stringContaining(hash),
        });
      }
      await store.put(content);
      expect([...(await store.get(hash))!]).toEqual([1, 2, 3]);
    });
  });
}

function byHash(one: { readonly hash: string }, other: { readonly hash: string }): number {
  return one.hash < other.hash ? -1 : 1;
}
