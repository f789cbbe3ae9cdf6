import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CopyRows } from "./copy-binary.js";
import { testServiceDatabase } from "./testing/service-database.js";

const COLUMNS = ["n", "flag", "small", "large", "real", "bytes", "words", "json", "mbid"];
const { database } = testServiceDatabase("graph");

const text = fc.string({ unit: "binary", maxLength: 30 }).map((one) => one.replaceAll("\0", ""));
const row = fc.record({
  flag: fc.boolean(),
  small: fc.option(fc.integer()),
  large: fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }),
  real: fc.option(fc.double({ noNaN: true })),
  bytes: fc.option(fc.uint8Array({ maxLength: 100 })),
  words: fc.option(text),
  json: fc.option(fc.record({ genres: fc.array(text), country: fc.option(text) })),
  mbid: fc.uuid(),
});

describe("COPY's binary format", () => {
  it("brings every type of field as it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 300 }), async (rows) => {
        const found = await database.transaction(async (transaction) => {
          await transaction.query(
            `create temporary table kept (n integer, flag boolean, small integer, large bigint, real double precision,
               bytes bytea, words text, json jsonb, mbid uuid) on commit drop`,
          );
          const copied = new CopyRows();
          for (const [n, one] of rows.entries()) {
            copied
              .row(9)
              .integer(n)
              .boolean(one.flag)
              .integer(one.small)
              .bigint(n % 2 === 0 ? one.large : Number(one.large))
              .double(one.real);
            copied
              .bytea(one.bytes)
              .text(one.words)
              .jsonb(one.json && JSON.stringify(one.json))
              .uuid(one.mbid);
          }
          expect(copied.count).toBe(rows.length);
          expect(await transaction.copyRows("kept", COLUMNS, copied)).toBe(rows.length);
          return transaction.query(`select ${COLUMNS.join(", ")} from kept order by n`);
        });
        const expected = rows.map((one, n) => ({
          ...one,
          n,
          large: Number(one.large),
          bytes: one.bytes && Buffer.from(one.bytes),
        }));
        expect(found).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
