import { createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { expect, inject, it } from "vitest";
import { arrayText } from "./array-text.js";
import { isStorableText } from "./column-check.js";

it("gives PostgreSQL every text, number and null as it was", async () => {
  const { database, dispose } = await createTestDatabase(inject("stack"), "normalization");
  const text = fc.option(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "NULL", "{,}", '"\\"')));
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text.filter((one) => one === null || isStorableText(one))),
        fc.array(fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))),
        fc.array(fc.boolean()),
        async (texts, integers, booleans) => {
          const rows = await database.query(
            "select $1::text[] as texts, $2::integer[] as integers, $3::boolean[] as booleans",
            [arrayText(texts), arrayText(integers), arrayText(booleans)],
          );
          expect(rows).toEqual([{ texts, integers, booleans }]);
        },
      ),
      { numRuns: 50 },
    );
  } finally {
    await dispose();
  }
});
