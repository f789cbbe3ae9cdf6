import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ServiceName } from "@interlude/contracts";
import { runner } from "node-pg-migrate";
import { connectionConfig, withConnection } from "../connection.js";
import { type Administration, serviceDatabaseUrl } from "../namespace-database.js";

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Makes a migration the newest that has run, of a service's own or of those that every stage has: undoes those after it,
 * the newest first, or runs what is missing up to it.
 */
export async function migrateTo(
  administration: Administration,
  service: ServiceName,
  target: { readonly part: string; readonly migration: string },
): Promise<void> {
  const dir = join(administration.migrations, target.part);
  const names = readdirSync(dir, "utf8")
    .map((file) => file.replace(/\.sql$/, ""))
    .toSorted();
  const position = names.indexOf(target.migration);
  if (position < 0) throw new RangeError(`${dir} has no migration ${target.migration}`);
  const config = connectionConfig(serviceDatabaseUrl(administration, service), "test");
  const step = (direction: "up" | "down", file: string): Promise<void> =>
    withConnection(config, async (dbClient) => {
      await runner({
        dbClient,
        dir,
        direction,
        file,
        schema: service,
        migrationsSchema: service,
        migrationsTable: `migrations_${target.part}`,
        log: () => {},
        logger: quiet,
      });
    });
  // A step that has been taken already is none.
  for (const newer of names.slice(position + 1).toReversed()) await step("down", newer);
  for (const missing of names.slice(0, position + 1)) await step("up", missing);
}
