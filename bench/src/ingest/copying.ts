import { spawn } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { type TableLayout, tableLayout } from "@interlude/core-musicbrainz";
import pg from "pg";
import copyStreams from "pg-copy-streams";
import { SCHEMA_SEQUENCE } from "../synthetic/generated-dump.js";
import { findProgram } from "@interlude/infra-archives";
import { runProgram } from "../processes/program.js";
import { PSQL_ARGUMENTS, psqlEnvironment } from "../processes/psql.js";

/** How fast Postgres takes the rows of a dump in, all tables one after the other, without an index. */
export interface CopyMeasurement {
  /** `psql` with its version, or what stood in for it. */
  readonly with: string;
  readonly rows: number;
  readonly unlogged: { readonly seconds: number; readonly rowsPerSecond: number };
  readonly logged: { readonly seconds: number; readonly rowsPerSecond: number };
}

interface CopyOptions {
  /** Folder with `mbdump.tar`. */
  readonly folder: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** URL of the database, with a role that may create schemas. */
  readonly databaseUrl: string;
}

const SCHEMA = "bench";

/**
 * Copies a dump's tables into unlogged and into logged ones, with psql's `\copy` if there is a psql, else with COPY
 * FROM STDIN over one connection.
 */
export async function measureCopy(options: CopyOptions): Promise<CopyMeasurement> {
  const rows = Object.values(options.rows).reduce((sum, count) => sum + count, 0);
  const psql = findProgram("psql");
  const rated = async (kind: "unlogged" | "logged") => {
    const seconds = await inFreshTables(options, kind, () =>
      psql === null ? copyOverConnection(options) : copyWithPsql(psql, options),
    );
    return { seconds, rowsPerSecond: Math.round(rows / seconds) };
  };
  const version = psql === null ? null : (await runProgram(psql, ["--version"])).stdout.trim();
  const unlogged = await rated("unlogged");
  return {
    with: version ?? "COPY FROM STDIN over one connection, for want of psql",
    rows,
    unlogged,
    logged: await rated("logged"),
  };
}

async function inFreshTables(
  { rows, databaseUrl }: CopyOptions,
  kind: "unlogged" | "logged",
  work: () => Promise<number>,
): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "interlude-bench" });
  await client.connect();
  try {
    await client.query(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
    for (const table of Object.keys(rows)) {
      const layout = tableLayout(table, SCHEMA_SEQUENCE);
      await client.query(`create ${kind === "unlogged" ? "unlogged" : ""} table ${columnsOf(layout)}`);
    }
    const seconds = await work();
    await client.query(`drop schema ${SCHEMA} cascade`);
    return seconds;
  } finally {
    await client.end();
  }
}

function columnsOf({ table, columns }: TableLayout): string {
  const definitions = columns.map(
    ({ name, type, nullable }) => `${pg.escapeIdentifier(name)} ${type}${nullable ? "" : " not null"}`,
  );
  return `${SCHEMA}.${pg.escapeIdentifier(table)} (${definitions.join(", ")})`;
}

/** One psql for all tables; tar hands it each member. */
async function copyWithPsql(psql: string, { folder, rows, databaseUrl }: CopyOptions): Promise<number> {
  const commands = Object.keys(rows).flatMap((table) => [
    "-c",
    `\\copy ${SCHEMA}.${pg.escapeIdentifier(table)} from program 'tar -xOf mbdump.tar mbdump/${table}'`,
  ]);
  const env = psqlEnvironment(databaseUrl);
  return (await runProgram(psql, PSQL_ARGUMENTS.concat(commands), { cwd: folder, env })).seconds;
}

async function copyOverConnection({ folder, rows, databaseUrl }: CopyOptions): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "interlude-bench" });
  await client.connect();
  try {
    const began = performance.now();
    for (const table of Object.keys(rows)) {
      const tar = spawn("tar", ["-xOf", "mbdump.tar", `mbdump/${table}`], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const sink = client.query(copyStreams.from(`copy ${SCHEMA}.${pg.escapeIdentifier(table)} from stdin`));
      await pipeline(tar.stdout, sink);
    }
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}
