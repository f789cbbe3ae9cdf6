import { Database } from "@interlude/infra-postgres";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ConsoleApp } from "./testing/console-app.js";
import { deltaOf } from "./testing/records.js";

let test: TestDatabase;
let queries: Database;
let app: ConsoleApp;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "console");
  queries = new Database({ url: test.url, application: "test-queries", connections: 2, limitMs: 200 });
  app = await ConsoleApp.start(test.database, queries);
});
afterAll(async () => {
  await app?.close();
  await queries?.close();
  await test?.dispose();
});

describe("requests that take too long", () => {
  it("take no connection from the projection, and are refused one by one", async () => {
    let release: () => void = () => {};
    let locked: () => void = () => {};
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    // Requests that read this table wait, as they would for a query over millions of rows; the projection does not read it.
    const holding = test.database.transactionOnce(async (transaction) => {
      await transaction.query("lock table ingestion_status in access exclusive mode");
      locked();
      await new Promise<void>((resolve) => (release = resolve));
    });
    await isLocked;
    const requests = Promise.all(Array.from({ length: 64 }, () => app.get("/api/overview")));
    try {
      await app.deliver({ deltas: [deltaOf(1, 2, { weight: 3 })] });
      await app.complete(1);
      for (const { status, body } of await requests) {
        expect([status, body]).toEqual([503, { code: "SERVICE_BUSY", message: expect.any(String) }]);
      }
    } finally {
      release();
      await holding;
    }
    expect(await app.get("/api/overview")).toMatchObject({ status: 200, body: { totals: { edges: 1 } } });
  });
});
