import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ItemBytes, RecordBatcher } from "./record-batcher.js";

interface Batch {
  readonly key: string;
  readonly items: string;
  readonly count: number;
  readonly group: number;
}

function batcherOf(maxBytes: number): { batcher: RecordBatcher<ItemBytes>; batches: Batch[] } {
  const batches: Batch[] = [];
  const batcher = new RecordBatcher({
    maxBytes,
    items: new ItemBytes(),
    onBatch: ({ key, items, ...rest }) =>
      batches.push({ key: String(key), items: items.toString("latin1"), ...rest }),
  });
  return { batcher, batches };
}

describe("record batcher", () => {
  it("keeps every item in order, under the first key, within its bytes unless one item is larger", () => {
    const item = fc.record({ size: fc.integer({ min: 1, max: 60 }), key: fc.string() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 80 }), (items) => {
        const { batcher, batches } = batcherOf(40);
        for (const [index, { key, size }] of items.entries()) {
          batcher.add(key, Buffer.alloc(size, String(index % 10)));
        }
        batcher.flush();
        const expected = items.map(({ size }, index) => String(index % 10).repeat(size)).join("");
        expect(batches.map((batch) => batch.items).join("")).toBe(expected);
        let first = 0;
        for (const { key, items: bytes, count } of batches) {
          expect(key).toBe(items[first]!.key);
          expect(bytes.length <= 40 || count === 1).toBe(true);
          first += count;
        }
        expect(first).toBe(items.length);
      }),
    );
  });

  it("keeps a group in one record, however large, and says which it ends with", () => {
    const { batcher, batches } = batcherOf(10);
    for (const group of [1, 2, 2, 2, 3]) batcher.add(`key ${group}`, Buffer.alloc(6, String(group)), group);
    batcher.flush();
    expect(batches).toEqual([
      { key: "key 1", items: "1".repeat(6), count: 1, group: 1 },
      { key: "key 2", items: "2".repeat(18), count: 3, group: 2 },
      { key: "key 3", items: "3".repeat(6), count: 1, group: 3 },
    ]);
  });

  it("takes items of unknown size until a record has its bytes, and copies the key", () => {
    const { batcher, batches } = batcherOf(10);
    const key = Buffer.from("a");
    for (const name of ["a", "b", "c"]) {
      key.write(name);
      batcher.startItem(name.charCodeAt(0)).writeBytes(Buffer.alloc(8, name));
      batcher.endItem(key, name.charCodeAt(0));
    }
    batcher.flush();
    batcher.flush();
    expect(batches.map(({ key: first, items }) => [first, items])).toEqual([
      ["a", "a".repeat(8) + "b".repeat(8)],
      ["c", "c".repeat(8)],
    ]);
  });
});
