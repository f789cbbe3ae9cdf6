import { SERVICES } from "@interlude/contracts";
import { Database, operatorDatabaseUrl } from "@interlude/infra-postgres";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { REBUILDS, type RebuiltService } from "./rebuilds.js";

/** Tables of services that a rebuild leaves alone: they say nothing that a service has read. */
const KEPT: Partial<Record<RebuiltService, readonly string[]>> = {
  normalization: ["acoustic_dimensions", "retired_tables"],
  scoring: ["models"],
  generation: ["model_artifacts", "models", "trained_models", "training_requests"],
  // Feedback is given there: no topic that the console reads has more of it.
  console: ["epochs", "feedback", "ingestion_status"],
};

let graph: TestDatabase;
let operator: Database;
let tables: Map<string, string[]>;

beforeAll(async () => {
  graph = await createTestDatabase(inject("stack"), "graph");
  operator = new Database({ url: operatorDatabaseUrl(graph.administration), application: "test" });
  const rows = await operator.query<{ service: string; table: string }>(
    `select schemaname as service, tablename as table from pg_tables where schemaname = any($1) order by tablename`,
    [SERVICES],
  );
  tables = new Map(
    SERVICES.map((name) => [name, rows.filter(({ service }) => service === name).map(({ table }) => table)]),
  );
});
afterAll(async () => {
  await operator.close();
  await graph.dispose();
});

describe.each(Object.entries(REBUILDS))("the tables of %s", (service, { statements }) => {
  it("are emptied by SQL that the schema takes", async () => {
    const emptied = operator.transactionOnce(async (transaction) => {
      await transaction.query(`set local search_path = ${service}`);
      for (const statement of statements) await transaction.query(statement);
    });
    await expect(emptied).resolves.toBeUndefined();
  });

  it("are all thought of: a new one is emptied or kept", () => {
    const ofEveryStage = new Set(
      tables.get("ingestion")!.filter((table) => SERVICES.every((name) => tables.get(name)!.includes(table))),
    );
    const words = new Set(statements.join(" ").match(/\w+/g));
    const forgotten = tables
      .get(service)!
      .filter((table) => !ofEveryStage.has(table) && table !== `migrations_${service}` && !words.has(table));
    expect(forgotten).toEqual(KEPT[service as RebuiltService] ?? []);
  });
});
