import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { component } from "./components.js";
import { LocalStackError } from "./errors.js";
import { type ProcessIdentity, isRunning, isTaken } from "./process-identity.js";
import { type StartContext, startServer } from "./start-context.js";
import { type Account, launchAs, unprivilegedAccount } from "./unprivileged-user.js";
import { waitUntilReady } from "./wait-until.js";

const ADMINISTRATOR = "interlude";

const MB = 2 ** 20;
/** A quarter of the machine's memory, as PostgreSQL advises; none of it is taken before it is used. */
const SHARED_BUFFERS_MB = Math.min(8192, Math.max(128, Math.floor(totalmem() / 4 / MB)));

/** Settings of a development server: only over TCP on the loopback interface, times in UTC, room for all services. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 200,
  // Room for a store of some million recordings, and for a load between two checkpoints.
  shared_buffers: `${SHARED_BUFFERS_MB}MB`,
  max_wal_size: "8GB",
  // The pages that a packet touches first after a checkpoint are some ten megabytes of log.
  wal_buffers: "64MB",
  checkpoint_timeout: "15min",
  log_checkpoints: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};

/**
 * Starts Postgres, first creating its cluster if there is none, and resolves with the URL of its administrator.
 * @param options.fsync false trades safety against power loss for speed: for tests
 */
export async function startPostgres(
  context: StartContext,
  options: { readonly password: string; readonly fsync: boolean },
): Promise<string> {
  const { home, components, ports, signal } = context;
  const programs = component(components, "postgres");
  const data = join(home, "data", "postgres");
  const account = unprivilegedAccount();
  if (!existsSync(data)) await createCluster({ programs, data, account, password: options.password, signal });

  const settings = Object.entries({ ...SETTINGS, port: ports.postgres, fsync: options.fsync ? "on" : "off" });
  const postgres = join(programs, "postgres");
  const args = ["-D", data, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const server = await startServer(context, {
    name: "postgres",
    ...launchAs(account, postgres, args, [postgres, data]),
  });
  const url = `postgresql://${ADMINISTRATOR}:${options.password}@127.0.0.1:${ports.postgres}/postgres`;
  await waitUntilReady({ server, timeoutMs: 60_000, signal, ask: () => answersQueries(url) });
  return url;
}

/**
 * Makes sure that a postmaster which is known to have ended does not keep its successor from starting: Postgres takes
 * any process with the number in its lock file for the owner, a zombie and a stranger with a reused number included.
 */
export async function releasePostmasterLock(home: string, ended: ProcessIdentity): Promise<void> {
  const file = join(home, "data", "postgres", "postmaster.pid");
  const isHeld = () => existsSync(file) && Number.parseInt(readFileSync(file, "utf8"), 10) === ended.pid;
  // Its backends notice its death and leave within this time.
  const deadline = Date.now() + 3000;
  while (isHeld() && isTaken(ended.pid) && Date.now() < deadline) await delay(50);
  if (isHeld() && !isRunning(ended)) rmSync(file);
}

/** Whether a database responds to a query. Rejects if there is no connection. */
export async function answersQueries(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  // A server that goes away is reported by the query that fails.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Creates the cluster under another name, so that a folder with the final name is whole. Its texts are UTF-8 compared
 * byte by byte, so that an order does not depend on the machine's language.
 */
async function createCluster(options: {
  readonly programs: string;
  readonly data: string;
  readonly account: Account | undefined;
  readonly password: string;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { programs, data, account, password, signal } = options;
  const partial = `${data}.partial`;
  const passwordFile = `${data}.password`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined)
    for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid);
  const initdb = join(programs, "initdb");
  const args = [
    `--pgdata=${partial}`,
    `--username=${ADMINISTRATOR}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
  const launch = launchAs(account, initdb, args, [initdb, partial]);
  try {
    await promisify(execFile)(launch.command, launch.args, { uid: launch.uid, gid: launch.gid, signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new LocalStackError(
      "SERVER_FAILED",
      `Postgres cannot create its cluster: ${(cause as Error).message}`,
      { cause },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(partial, data);
}
