import { join } from "node:path";
import { SERVICES } from "@interlude/contracts";
import { runner } from "node-pg-migrate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import {
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
  serviceDatabaseUrl,
} from "./namespace-database.js";
import { testAdministration } from "./testing/administration.js";

const administration = testAdministration();
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let database: Database;

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url: operatorDatabaseUrl(administration), application: "test", connections: 1 });
});
afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});

/** Relations and what is said of them, apart from the migrations' own bookkeeping. */
function relations(): Promise<unknown[]> {
  return database.query(
    `select relnamespace::regnamespace::text as schema, relname, relkind, obj_description(pg_class.oid, 'pg_class') as said,
       (select json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attnotnull,
                                         col_description(attrelid, attnum)) order by attname)
        from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped) as columns
     from pg_class
     where relnamespace::regnamespace::text = any($1) and relname !~ '^migrations_|^pgmigrations'
     order by 1, 2`,
    [SERVICES],
  );
}

describe("the migrations of every service", () => {
  it("go down to nothing, and up again to the same", async () => {
    const before = await relations();
    for (const service of SERVICES) {
      for (const part of [service, "stage"]) {
        await runner({
          databaseUrl: serviceDatabaseUrl(administration, service),
          dir: join(administration.migrations, part),
          direction: "down",
          count: Infinity,
          schema: service,
          migrationsSchema: service,
          migrationsTable: `migrations_${part}`,
          singleTransaction: true,
          log: () => {},
          logger: quiet,
        });
      }
    }
    expect(await relations()).toEqual([]);
    await prepareDatabase(administration);
    expect(await relations()).toEqual(before);
  });
});
