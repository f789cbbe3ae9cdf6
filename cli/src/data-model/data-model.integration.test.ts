import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SERVICES } from "@interlude/contracts";
import { Database, dropDatabase, operatorDatabaseUrl, prepareDatabase } from "@interlude/infra-postgres";
import "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { MIGRATIONS, REPOSITORY } from "../deployment/home.js";
import { dataModelPage } from "./data-model.js";
import { readSchema, undescribed } from "./read-data-model.js";

const administration = {
  adminUrl: inject("stack").databaseUrl,
  namespace: `t${randomBytes(4).toString("hex")}`,
  roleSecret: "only for tests",
  migrations: MIGRATIONS,
};
let database: Database;

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url: operatorDatabaseUrl(administration), application: "test" });
});
afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});

describe("a prepared database", () => {
  it.each(SERVICES)("has a comment on every table and column of %s", async (service) => {
    expect(undescribed(await readSchema(database, service))).toEqual([]);
  });

  it("is what docs/data-model.md shows (run `npm run docs:data-model` if it is not)", async () => {
    const page = readFileSync(join(REPOSITORY, "docs/data-model.md"), "utf8");
    expect((await dataModelPage(database)) === page).toBe(true);
  });

  it("has a table without a comment named", async () => {
    await database.query("create table graph.strays (id integer)");
    expect(undescribed(await readSchema(database, "graph"))).toEqual(["graph.strays", "graph.strays.id"]);
    await database.query("drop table graph.strays");
  });
});
