import { type EngineCode, type Fault, InterludeError } from "@interlude/stage";
import pg from "pg";

/** Classes of SQLSTATE in which a value is at fault: data exceptions, integrity, what a page or an index entry cannot hold. */
const RECORD_CLASSES = new Set(["22", "23", "54"]);
/**
 * Classes, and states of other classes, whose cause may pass: connections, passwords that are being changed, a database
 * that is being restored, deadlocks, rights or columns that a migration brings, full disks and memory, locks, cancelled
 * statements, shutdown, failing disks; a standby that is not promoted yet, a transaction that was idle for too long.
 */
const TRANSIENT_CLASSES = new Set(["08", "28", "3D", "3F", "40", "42", "53", "55", "57", "58"]);
const TRANSIENT_STATES = new Set(["25006", "25P03", "25P04"]);
/** Of the operating system: no connection, no route to the server, or no address for its name while it moves. */
const CONNECTION_CODES = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
/** What the driver says, without a code, of a connection that it lost or could not get. */
const CONNECTION_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|timeout expired|Query read timeout/;

/** PostgreSQL or the connection to it failed. The code is its SQLSTATE, the system's, or `CONNECTION_LOST`. */
export class PostgresError extends InterludeError {}

/** A schema could not be brought up to date; nothing of the failed migration remains. */
export class MigrationError extends InterludeError<EngineCode<"MIGRATION_BLOCKED">> {}

/** An error of the driver as a `PostgresError`, classified once, here; any other error as it is. */
export function asPostgresError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InterludeError) return error;
  const { message, code } = error as Error & { code?: unknown };
  if (typeof code !== "string") {
    if (!CONNECTION_MESSAGE.test(message)) return error;
    return new PostgresError("CONNECTION_LOST", message, { cause: error, fault: "transient" });
  }
  if (CONNECTION_CODES.has(code))
    return new PostgresError(code, message, { cause: error, fault: "transient" });
  if (!(error instanceof pg.DatabaseError)) return error;
  return new PostgresError(code, message, { cause: error, fault: faultOfState(code) });
}

/** Undefined if another attempt may end otherwise or not: an internal error, a feature that is missing. */
function faultOfState(state: string): Fault | undefined {
  const stateClass = state.slice(0, 2);
  if (RECORD_CLASSES.has(stateClass)) return "record";
  return TRANSIENT_CLASSES.has(stateClass) || TRANSIENT_STATES.has(state) ? "transient" : undefined;
}

/**
 * Work with the driver.
 * @throws PostgresError in place of the driver's errors
 */
export async function withPostgresErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asPostgresError(error);
  }
}
