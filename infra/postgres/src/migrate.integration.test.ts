import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVICES } from "@interlude/contracts";
import { runner } from "node-pg-migrate";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { type MigrationRetry, migrateSchema } from "./migrate.js";
import {
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
  serviceDatabaseUrl,
} from "./namespace-database.js";
import { testAdministration } from "./testing/administration.js";

const retry: MigrationRetry = { lockTimeoutMs: 50, attempts: 2, firstDelayMs: 1, maxDelayMs: 1 };

describe("a migration of a table that is in use", () => {
  const administration = testAdministration();
  const url = serviceDatabaseUrl(administration, "graph");
  let migrations: string;
  let database: Database;

  beforeAll(async () => {
    await prepareDatabase(administration);
    database = new Database({ url, application: "test" });
  });
  beforeEach(() => {
    migrations = mkdtempSync(join(tmpdir(), "interlude-migrations-"));
    cpSync(administration.migrations, migrations, { recursive: true });
    const added = "-- Up Migration\nalter table stage_state add column added integer;\n";
    writeFileSync(join(migrations, "graph", "9999_added.sql"), added);
  });
  afterEach(() => rmSync(migrations, { recursive: true }));
  afterAll(async () => {
    await database.close();
    await dropDatabase(administration);
  });

  it("waits no longer than it is told, says why, and succeeds later", async () => {
    await database.transaction(async (reader) => {
      await reader.query("select * from stage_state");
      await expect(migrateSchema({ url, schema: "graph", migrations, retry })).rejects.toMatchObject({
        name: "MigrationError",
        code: "MIGRATION_BLOCKED",
        message: expect.stringMatching(/schema graph .* 2 attempts of 50 ms/),
      });
      expect(await reader.query("select sequence from stage_state")).toEqual([{ sequence: 0 }]);
    });
    await migrateSchema({ url, schema: "graph", migrations, retry });
    expect(await database.query("select added from stage_state")).toEqual([{ added: null }]);
  });

  it("two at once wait for each other", async () => {
    const once = () => migrateSchema({ url, schema: "graph", migrations });
    await expect(Promise.all([once(), once()])).resolves.toHaveLength(2);
  });
});

describe("migrations", () => {
  const administration = testAdministration();

  beforeAll(() => prepareDatabase({ ...administration, migrations: "/dev/null" }));
  afterAll(() => dropDatabase(administration));

  /** Files that hold rows of a table; a statement that rewrites the table gives it another one. */
  async function files(database: Database): Promise<Map<string, number>> {
    const rows = await database.query<{ name: string; file: number }>(
      `select oid::regclass::text as name, pg_relation_filenode(oid)::integer as file from pg_class
       where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
    );
    return new Map(rows.map(({ name, file }) => [name, file]));
  }

  it.each(SERVICES)("of %s never rewrite a table", async (schema) => {
    const url = serviceDatabaseUrl(administration, schema);
    const database = new Database({ url, application: "test" });
    try {
      for (const part of ["stage", schema]) {
        const dir = join(administration.migrations, part);
        for (const file of readdirSync(dir).toSorted()) {
          const before = await files(database);
          const options = { schema, migrationsSchema: schema, migrationsTable: `migrations_${part}` };
          await runner({ databaseUrl: url, dir, direction: "up", count: 1, log: () => {}, ...options });
          const after = await files(database);
          const rewritten = [...before].filter(
            ([name, number]) => after.has(name) && after.get(name) !== number,
          );
          expect(rewritten, `${part}/${file}`).toEqual([]);
        }
      }
    } finally {
      await database.close();
    }
  });

  it("that add a column with a volatile default would be seen", async () => {
    const database = new Database({ url: operatorDatabaseUrl(administration), application: "test" });
    try {
      await database.query("create schema trial");
      await database.query("create table trial.subject (id integer)");
      const file = "select pg_relation_filenode('trial.subject')::integer as file";
      const before = await database.query(file);
      await database.query("alter table trial.subject add column constant integer not null default 7");
      expect(await database.query(file)).toEqual(before);
      await database.query("alter table trial.subject add column at timestamptz default clock_timestamp()");
      expect(await database.query(file)).not.toEqual(before);
    } finally {
      await database.close();
    }
  });
});
