import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { mirrors } from "./mirror-tables.js";
import { actualDdl, expectedDdl } from "../testing/mirror-ddl.js";

describe("the DDL of mirrors", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase(inject("stack"), "normalization");
  });
  afterAll(() => test.dispose());

  it.each(Object.values(mirrors))("$table is as it is defined", async (mirror) => {
    expect(await actualDdl(test.database, mirror.table)).toEqual(expectedDdl(mirror));
  });

  it("shows a column of another type, a key and a comment that are not as defined", async () => {
    await test.database.query(`
      create table strays (id bigint, name text not null, primary key (name, id));
      comment on table strays is 'Some rows.';
      comment on column strays.id is 'An id.'`);
    expect(await actualDdl(test.database, "strays")).toEqual({
      columns: { id: "bigint", name: "text" },
      key: ["name", "id"],
      source: undefined,
      withoutComment: ["name"],
    });
  });
});
