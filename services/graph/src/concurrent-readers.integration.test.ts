import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { type EpochInput, expectedState } from "./testing/epoch-inputs.js";
import { startGraphProcess } from "./testing/graph-process.js";
import { runEpoch } from "./testing/run-epoch.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());

function input(weight: number): EpochInput {
  return {
    artists: [0, 1, 2].map((n) => ({ n, name: `artist ${n}`, popularity: null })),
    pairs: [
      { a: 0, b: 1, weight },
      { a: 1, b: 2, weight },
    ],
    fault: "none",
  };
}

it("completes epochs while a backup holds every table", async () => {
  const process = startGraphProcess(test.database);
  const recording: Recording = { published: [], rejected: [] };
  await test.database.transactionOnce(async (backup) => {
    const tables = await backup.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = current_schema()",
    );
    await backup.query(`lock table ${tables.map(({ name }) => name).join(", ")} in access share mode`);
    for (const weight of [1, 2, 0]) await runEpoch(test.database, process, input(weight), recording);
  });
  const expected = expectedState([1, 2, 0].map(input));
  expect(edgesOf(process.memory.idle!.graph.graph)).toEqual(edgesOf(expected.graph));
  expect(process.memory.idle!.graph.version).toBe(expected.changes);
});
