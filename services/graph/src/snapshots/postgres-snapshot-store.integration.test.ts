import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, inject } from "vitest";
import { snapshotStoreContract } from "../testing/snapshot-store-contract.js";
import { PostgresSnapshotStore } from "./postgres-snapshot-store.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());

snapshotStoreContract("PostgreSQL", async () => {
  await test.database.query("truncate snapshots cascade");
  return {
    store: new PostgresSnapshotStore(test.database),
    reopen: () => new PostgresSnapshotStore(test.database),
  };
});
