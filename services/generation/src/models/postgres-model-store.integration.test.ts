import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, inject } from "vitest";
import { PostgresModelStore } from "./postgres-model-store.js";
import { modelStoreContract } from "./testing/model-store-contract.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "generation");
});
afterAll(() => test.dispose());

modelStoreContract("Postgres", async () => ({
  store: new PostgresModelStore(test.database),
  damage: async (hash, content) =>
    void (await test.database.query("update model_artifacts set content = $2 where hash = $1", [
      hash,
      Buffer.from(content),
    ])),
}));
