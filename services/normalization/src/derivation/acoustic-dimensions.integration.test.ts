import { createTestDatabase } from "@interlude/infra-testing";
import { expect, inject, it } from "vitest";
import { ACOUSTIC_BLOCKS, ACOUSTIC_DIMENSIONS } from "./acoustic-dimensions.js";

it("the table of acoustic dimensions lists what the code sums, in its order", async () => {
  const test = await createTestDatabase(inject("stack"), "normalization");
  try {
    const listed = await test.database.query("select * from acoustic_dimensions order by position");
    expect(listed).toEqual(
      ACOUSTIC_DIMENSIONS.map(({ block, name, scale }, at) => ({
        position: at + 1,
        block,
        name,
        block_position: ACOUSTIC_BLOCKS.findIndex((one) => one.block === block) + 1,
        scale,
      })),
    );
  } finally {
    await test.dispose();
  }
});
