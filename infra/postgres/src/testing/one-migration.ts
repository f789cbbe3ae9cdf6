import { join } from "node:path";
import type { ServiceName } from "@interlude/contracts";
import { runner } from "node-pg-migrate";
import { type Administration, serviceDatabaseUrl } from "../namespace-database.js";

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Takes one step, of a service's own migrations or of those that every stage has, back or again. */
export async function migrateOne(
  administration: Administration,
  service: ServiceName,
  step: { readonly direction: "up" | "down"; readonly part: string; readonly file: string },
): Promise<void> {
  const { direction, part, file } = step;
  await runner({
    databaseUrl: serviceDatabaseUrl(administration, service),
    dir: join(administration.migrations, part),
    direction,
    file,
    schema: service,
    migrationsSchema: service,
    migrationsTable: `migrations_${part}`,
    log: () => {},
    logger: quiet,
  });
}
