import { existsSync } from "node:fs";
import { join } from "node:path";
import { runner } from "node-pg-migrate";

/** Brings a service's schema up to date: first what every stage has, then the service's own tables. */
export async function migrateSchema(options: {
  url: string;
  schema: string;
  migrations: string;
}): Promise<void> {
  for (const part of ["stage", options.schema]) {
    const folder = join(options.migrations, part);
    if (!existsSync(folder)) continue;
    await runner({
      databaseUrl: options.url,
      dir: folder,
      direction: "up",
      schema: options.schema,
      migrationsSchema: options.schema,
      migrationsTable: `migrations_${part}`,
      // Each service's folder is migrated under a lock of its own transaction; two jobs at once wait.
      singleTransaction: true,
      log: () => {},
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
  }
}
