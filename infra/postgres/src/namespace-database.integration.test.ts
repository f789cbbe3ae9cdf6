import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyField } from "./copy-text.js";
import { Database } from "./database.js";
import {
  databaseExists,
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
  serviceDatabaseUrl,
} from "./namespace-database.js";
import { testAdministration } from "./testing/administration.js";

const administration = { ...testAdministration(), passwords: { scoring: "given-from-outside" } };
const open: Database[] = [];

function connect(url: string): Database {
  const database = new Database({ url, application: "test", connections: 2 });
  open.push(database);
  return database;
}

beforeAll(() => prepareDatabase(administration));
afterAll(async () => {
  for (const database of open) await database.close();
  await dropDatabase(administration);
  expect(await databaseExists(administration)).toBe(false);
});

describe("a namespace's database", () => {
  it("can be prepared again without a change", async () => {
    await prepareDatabase(administration);
    expect(await databaseExists(administration)).toBe(true);
  });

  it("gives each service a schema that no other service can read", async () => {
    const graph = connect(serviceDatabaseUrl(administration, "graph"));
    expect(await graph.query("select completed_epoch from stage_state")).toEqual([{ completed_epoch: 0 }]);
    await expect(graph.query("select * from scoring.stage_state")).rejects.toMatchObject({ code: "42501" });
    await expect(graph.query("create table public.stray (a int)")).rejects.toMatchObject({ code: "42501" });
    await expect(graph.query("create role stray")).rejects.toMatchObject({ code: "42501" });
  });

  it("lets the operator read across", async () => {
    const operator = connect(operatorDatabaseUrl(administration));
    expect(await operator.query("select sequence from scoring.stage_state")).toEqual([{ sequence: 0 }]);
  });

  it("takes a password that is given from outside", async () => {
    const url = new URL(serviceDatabaseUrl(administration, "scoring"));
    expect(url.password).toBe("given-from-outside");
    expect(await connect(url.href).query("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("loses nothing of int8, bytes, text and null on the way through COPY and back", async () => {
    const graph = connect(serviceDatabaseUrl(administration, "graph"));
    const text = 'tab\t newline\n backslash\\ "quotes" \\N \u{1F3B7} שלום';
    const rows = await graph.transaction(async (transaction) => {
      await transaction.query("create temporary table trial (id bigint, body text) on commit drop");
      const lines = [`9007199254740991\t${copyField(text)}\n`, `2\t${copyField(null)}\n`];
      await transaction.copyText("trial", ["id", "body"], lines);
      return transaction.query("select * from trial order by id");
    });
    expect(rows).toEqual([
      { id: 2, body: null },
      { id: 9_007_199_254_740_991, body: text },
    ]);
  });

  it("streams more rows than it fetches at once, in order", async () => {
    const graph = connect(serviceDatabaseUrl(administration, "graph"));
    const seen: number[] = [];
    for await (const { n } of graph.stream<{ n: number }>("select n from generate_series(1, 12345) as n"))
      seen.push(n);
    expect(seen).toEqual(Array.from({ length: 12_345 }, (_, index) => index + 1));
  });

  it("repeats a transaction that a deadlock undid", async () => {
    const graph = connect(serviceDatabaseUrl(administration, "graph"));
    let attempts = 0;
    const result = await graph.transaction(async (transaction) => {
      attempts += 1;
      if (attempts === 1)
        await transaction.query("do $$ begin raise exception 'x' using errcode = '40P01'; end $$");
      return "done";
    });
    expect([result, attempts]).toEqual(["done", 2]);
  });
});
