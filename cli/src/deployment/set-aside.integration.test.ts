import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceName } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import "@interlude/infra-testing";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openNamespace } from "./namespace.js";
import { BEGINNING, setAsideOfCatalogue, setAsideSince, standpoint } from "./set-aside.js";

const home = mkdtempSync(join(tmpdir(), "interlude-set-aside-"));
let namespace: Namespace;
let database: Database;

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = home;
  namespace = openNamespace("set-aside", inject("stack"));
  await namespace.prepare();
  database = namespace.openDatabase();
});
afterAll(async () => {
  await database.close();
  await namespace.remove();
  rmSync(home, { recursive: true, force: true });
});

function reject(service: ServiceName, epoch: number, code: string, status = "open"): Promise<unknown> {
  return database.query(
    `insert into ${service}.dead_letters (epoch, code, reason, status, headers) values ($1, $2, 'why', $3, '{}')`,
    [epoch, code, status],
  );
}

function publish(epoch: number, kind: string, code: string): Promise<unknown> {
  const omission = { file: `${epoch}.tar`, what: "row", code, field: null, count: 1, example: "line 1" };
  return database.query(
    `insert into ingestion.epochs (epoch, kind, identity, state, skipped, omissions)
     values ($1, $2, '', 'published', $3, $4)`,
    [epoch, kind, { table: 2 }, JSON.stringify([omission])],
  );
}

const codes = ({ omissions }: { omissions: readonly { code: string }[] }) =>
  omissions.map(({ code }) => code);

it("what was set aside before a run is not told of it, but an epoch that was begun before is, whole", async () => {
  await publish(1, "dump", "OLD");
  await reject("ingestion", 1, "OLD");
  await reject("graph", 1, "OLD");
  // Of the epoch that a killed process has begun.
  await reject("ingestion", 2, "BEGUN");
  const before = await standpoint(namespace);
  await publish(2, "dump", "BEGUN");
  await reject("ingestion", 2, "NEW");
  // Of an epoch that the stage had not reached.
  await reject("graph", 1, "LATE");
  await reject("graph", 2, "SETTLED", "superseded");
  await database.query(
    "insert into ingestion.omitted_files values ('a.csv', 'FILE_UNRECOGNISED', 'no layout')",
  );

  const since = await setAsideSince(namespace, before);
  expect(codes(since)).toEqual(["FILE_UNRECOGNISED", "BEGUN"]);
  expect(since.skipped).toEqual({ table: 2 });
  expect(since.deadLetters).toEqual([
    { service: "ingestion", code: "BEGUN", count: 1 },
    { service: "ingestion", code: "NEW", count: 1 },
    { service: "graph", code: "LATE", count: 1 },
  ]);

  const all = await setAsideSince(namespace, BEGINNING);
  expect(codes(all)).toEqual(["FILE_UNRECOGNISED", "OLD", "BEGUN"]);
  const catalogue = await setAsideOfCatalogue(namespace);
  expect(codes(catalogue)).toEqual(["FILE_UNRECOGNISED", "BEGUN"]);
  expect(catalogue.deadLetters).toEqual(all.deadLetters);
  expect(all.deadLetters).toHaveLength(5);
});
