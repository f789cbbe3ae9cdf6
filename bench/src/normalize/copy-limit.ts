import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import copyStreams from "pg-copy-streams";
import { findProgram } from "@interlude/infra-archives";
import { runProgram } from "../processes/program.js";
import { PSQL_ARGUMENTS, psqlEnvironment } from "../processes/psql.js";

const SCHEMA = "bench";

/** How fast Postgres itself takes in what normalization has written, one table after the other. */
export interface CopyLimit {
  /** `psql`, or what stood in for it. */
  readonly with: string;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  /** Into tables with the mirrors' keys and indexes. */
  readonly indexed: CopyRate;
  /** Into tables without any. */
  readonly bare: CopyRate;
  /** Into tables without any, which are given the same keys and indexes in the end. */
  readonly indexedAfterwards: CopyRate;
}

interface CopyRate {
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

interface Mirror {
  readonly table: string;
  readonly rows: number;
  readonly file: string;
}

/**
 * Copies the rows that the mirrors hold into tables of the same definition, from files, with psql's `\copy` if there
 * is a psql, else with COPY FROM STDIN over one connection. Nothing else should run.
 */
export async function measureCopyLimit(options: {
  readonly databaseUrl: string;
  /** An empty place for the rows as files. */
  readonly folder: string;
}): Promise<CopyLimit> {
  const { databaseUrl, folder } = options;
  await mkdir(folder);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "interlude-bench" });
  await client.connect();
  try {
    const { mirrors, bytes } = await saved(client, folder);
    const rows = mirrors.reduce((sum, mirror) => sum + mirror.rows, 0);
    const rate = (seconds: number): CopyRate => ({ seconds, rowsPerSecond: Math.round(rows / seconds) });
    const copy = copier(client, databaseUrl);
    await create(client, mirrors, "including all");
    const indexed = await copy(mirrors);
    await create(client, mirrors, "");
    const bare = await copy(mirrors);
    const began = performance.now();
    for (const definition of await indexDefinitions(client)) await client.query(definition);
    const indexing = (performance.now() - began) / 1000;
    await client.query(`drop schema ${SCHEMA} cascade`);
    return {
      with: findProgram("psql") === null ? "COPY FROM STDIN over one connection, for want of psql" : "psql",
      tables: mirrors.length,
      rows,
      bytes,
      indexed: rate(indexed),
      bare: rate(bare),
      indexedAfterwards: rate(bare + indexing),
    };
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
}

/** Writes the mirrors' rows to files. What ends in the columns of a mirror is one. */
async function saved(client: pg.Client, folder: string): Promise<{ mirrors: Mirror[]; bytes: number }> {
  const { rows: tables } = await client.query<{ table: string }>(
    `select table_name as table from information_schema.columns join information_schema.tables
       using (table_schema, table_name)
     where table_schema = 'normalization' and column_name = 'source_sequence' and table_type = 'BASE TABLE'
     order by 1`,
  );
  let bytes = 0;
  const mirrors: Mirror[] = [];
  for (const { table } of tables) {
    const file = join(folder, table);
    const source = client.query(copyStreams.to(`copy ${mirrorName(table)} to stdout`));
    const sink = createWriteStream(file);
    await pipeline(source, sink);
    bytes += sink.bytesWritten;
    if (source.rowCount > 0) mirrors.push({ table, rows: source.rowCount, file });
  }
  return { mirrors, bytes };
}

async function create(client: pg.Client, mirrors: readonly Mirror[], including: string): Promise<void> {
  await client.query(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
  for (const { table } of mirrors) {
    await client.query(`create table ${copyName(table)} (like ${mirrorName(table)} ${including})`);
  }
}

function copier(client: pg.Client, databaseUrl: string): (mirrors: readonly Mirror[]) => Promise<number> {
  const psql = findProgram("psql");
  if (psql === null) return (mirrors) => copyOverConnection(client, mirrors);
  const env = psqlEnvironment(databaseUrl);
  return async (mirrors) => {
    const commands = mirrors.flatMap(({ table, file }) => [
      "-c",
      `\\copy ${copyName(table)} from ${pg.escapeLiteral(file)}`,
    ]);
    return (await runProgram(psql, PSQL_ARGUMENTS.concat(commands), { env })).seconds;
  };
}

async function copyOverConnection(client: pg.Client, mirrors: readonly Mirror[]): Promise<number> {
  const began = performance.now();
  for (const { table, file } of mirrors) {
    await pipeline(
      createReadStream(file),
      client.query(copyStreams.from(`copy ${copyName(table)} from stdin`)),
    );
  }
  return (performance.now() - began) / 1000;
}

/** Statements that give the copies the mirrors' indexes, keys among them. */
async function indexDefinitions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ definition: string }>(
    `select replace(indexdef, ' ON normalization.', ' ON ${SCHEMA}.') as definition from pg_indexes
     where schemaname = 'normalization'
       and tablename in (select tablename from pg_tables where schemaname = $1)`,
    [SCHEMA],
  );
  return rows.map(({ definition }) => definition);
}

function mirrorName(table: string): string {
  return `normalization.${pg.escapeIdentifier(table)}`;
}

function copyName(table: string): string {
  return `${SCHEMA}.${pg.escapeIdentifier(table)}`;
}
