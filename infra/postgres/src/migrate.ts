import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type RetryPolicy, codeOf, faultOf, retryDelay } from "@interlude/stage";
import { runner } from "node-pg-migrate";
import { connectionConfig, withConnection } from "./connection.js";
import { MigrationError, asPostgresError } from "./errors.js";

/** How long a migration may wait for locks, and with it the transactions that queue behind it. */
export interface MigrationRetry extends RetryPolicy {
  /** Longest wait for one lock. Transactions that want the table in the meantime wait as well. */
  readonly lockTimeoutMs: number;
}

const DEFAULT_RETRY: MigrationRetry = {
  lockTimeoutMs: 3_000,
  attempts: 8,
  firstDelayMs: 500,
  maxDelayMs: 10_000,
};

/** Class of SQLSTATE in which elsewhere a migration is awaited; in a migration it is the statement that is wrong. */
const STATEMENT_REFUSED = "42";

/**
 * Brings a service's schema up to date: first what every stage has, then the service's own tables. Each part is one
 * transaction; one that has to wait too long for a lock is undone, so that it blocks no other transaction, and tried again.
 *
 * @throws MigrationError `MIGRATION_BLOCKED` if another transaction held a table at every attempt
 */
export async function migrateSchema(options: {
  url: string;
  schema: string;
  migrations: string;
  retry?: MigrationRetry;
}): Promise<void> {
  for (const part of ["stage", options.schema]) {
    const folder = join(options.migrations, part);
    if (existsSync(folder)) await migratePart({ retry: DEFAULT_RETRY, ...options }, part, folder);
  }
}

interface MigratedSchema {
  readonly url: string;
  readonly schema: string;
  readonly retry: MigrationRetry;
}

async function migratePart(migrated: MigratedSchema, part: string, folder: string): Promise<void> {
  const { retry } = migrated;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runOnce(migrated, part, folder);
      return;
    } catch (failure) {
      const error = asPostgresError(failure);
      if (faultOf(error) !== "transient" || codeOf(error).startsWith(STATEMENT_REFUSED)) throw error;
      if (attempt >= retry.attempts) throw blocked(migrated, part, error as Error);
      await sleep(retryDelay(retry, attempt));
    }
  }
}

async function runOnce({ url, schema, retry }: MigratedSchema, part: string, dir: string): Promise<void> {
  const config = connectionConfig(url, "interlude-migration", { lock_timeout: retry.lockTimeoutMs });
  // A connection of the runner's own would still be ending when the runner returns.
  await withConnection(config, async (dbClient) => {
    await runner({
      dbClient,
      dir,
      direction: "up",
      schema,
      migrationsSchema: schema,
      migrationsTable: `migrations_${part}`,
      // Two jobs at once wait for each other, no longer than for any other lock.
      advisoryLockMode: "wait",
      singleTransaction: true,
      log: () => {},
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
  });
}

function blocked({ schema, retry }: MigratedSchema, part: string, cause: Error): MigrationError {
  return new MigrationError(
    "MIGRATION_BLOCKED",
    `The migrations ${part} of schema ${schema} got no lock in ${retry.attempts} attempts of ` +
      `${retry.lockTimeoutMs} ms: ${cause.message}. Nothing was changed. pg_stat_activity shows who holds the ` +
      "table; end that transaction, or try again later.",
    { cause },
  );
}
