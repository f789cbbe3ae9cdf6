import { createTestDatabase } from "@interlude/infra-testing";
import { expect, inject, it } from "vitest";
import { insertsOf, mbid } from "../testing/rows.js";
import { TestStage } from "../testing/stage.js";
import { verifyDerivedTables } from "./derived-tables.js";

it("verify names the table and the row if what was derived is not what follows", async () => {
  const test = await createTestDatabase(inject("stack"), "normalization");
  try {
    const stage = new TestStage(test.database);
    const verify = () => stage.database.transactionOnce(verifyDerivedTables);
    expect(await verify()).toEqual([]);
    await stage.deliver(
      insertsOf([
        ["artist", { id: 3, gid: mbid(3), name: "Miles" }],
        ["artist", { id: 4, gid: mbid(4) }],
        ["artist_credit_name", { artist_credit: 1, position: 0, artist: 3 }],
        ["artist_credit_name", { artist_credit: 1, position: 1, artist: 4 }],
        ["recording", { id: 9, gid: mbid(9), artist_credit: 1 }],
      ]),
    );
    await stage.complete();
    const unbroken = await verify();
    expect(unbroken.filter(({ differences }) => differences > 0)).toEqual([]);
    expect(unbroken.find(({ name }) => name === "published_artists derived again")?.compared).toBe(2);
    for (const fault of [
      "update artist_collaborations set kinds = '{vocal}'",
      "update credit_usage set recordings = 7",
      "insert into popularity_distribution values (5, 1, 50)",
    ]) {
      await stage.database.query(fault);
    }
    const broken = (await verify()).filter(({ differences }) => differences > 0);
    expect(broken.map(({ name }) => name)).toEqual([
      "credit_usage derived again",
      "artist_collaborations derived again",
      "popularity_distribution derived again",
    ]);
    expect(broken[1]?.examples).toEqual([
      expect.stringContaining('should be there: {"kinds": []'),
      expect.stringContaining('should not be there: {"kinds": ["vocal"]'),
    ]);
  } finally {
    await test.dispose();
  }
});
