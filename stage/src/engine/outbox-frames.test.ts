import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BatchWriter, type OutboxRecord, type RecordBatch, recordsOf } from "./outbox-frames.js";

const target = { topic: "t", partition: 2, headers: { epoch: "1" } };
const bytes = fc.option(
  fc.oneof(
    { weight: 9, arbitrary: fc.uint8Array({ maxLength: 40 }) },
    fc.integer({ min: 3_000, max: 12_000 }).map((size) => new Uint8Array(size).fill(7)),
  ),
);
const record: fc.Arbitrary<OutboxRecord> = fc.record(
  {
    key: bytes.map((one) => one && Buffer.from(one)),
    value: bytes.map((one) => one && Buffer.from(one)),
    headers: fc.dictionary(fc.string(), fc.string({ unit: "grapheme" }), { noNullPrototype: true }),
  },
  { requiredKeys: ["key", "value"] },
);

function batchesOf(records: readonly OutboxRecord[]): RecordBatch[] {
  const batches: RecordBatch[] = [];
  const writer = new BatchWriter(target, (batch) => batches.push(batch));
  for (const one of records) writer.add(one);
  writer.flush();
  return batches;
}

describe("batches of the outbox", () => {
  it("give back their records in order, whatever their size, and fit a page unless a record does not", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const batches = batchesOf(records);
        expect(batches.flatMap((batch) => recordsOf(batch))).toEqual(records);
        for (const batch of batches) {
          expect(batch).toMatchObject(target);
          expect(batch.count === 1 || batch.records.length <= 7_800).toBe(true);
        }
      }),
    );
  });

  it("of a version that had no headers of a record are read as they were written", () => {
    const records = Buffer.from("0000000161000000026263ffffffff00000000", "hex");
    expect(recordsOf({ count: 2, records })).toEqual([
      { key: Buffer.from("a"), value: Buffer.from("bc") },
      { key: null, value: Buffer.alloc(0) },
    ]);
    const [written] = batchesOf(recordsOf({ count: 2, records }));
    expect(written!.records).toEqual(records);
  });

  it.each([undefined, { reason: "TOGETHER" }])(
    "are refused if cut short or counted wrongly: %j",
    (headers) => {
      const one = { key: Buffer.from("key"), value: Buffer.from("value") };
      const [batch] = batchesOf([headers === undefined ? one : { ...one, headers }]);
      expect(() => recordsOf({ ...batch!, count: 2 })).toThrow(RangeError);
      for (let end = 1; end < batch!.records.length; end += 1) {
        expect(() => recordsOf({ count: 1, records: batch!.records.subarray(0, end) })).toThrow(RangeError);
      }
    },
  );
});
