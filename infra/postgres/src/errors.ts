import { type EngineCode, InterludeError } from "@interlude/stage";
import pg from "pg";

/** SQLSTATEs after which the same transaction can succeed: deadlock, serialization, locks, shutdown, connections. */
const RETRIABLE_STATES = new Set(["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"]);
const CONNECTION_EXCEPTION = "08";
const CONNECTION_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);
/** What the driver says, without a code, of a connection that it lost or could not get. */
const CONNECTION_MESSAGE = /Connection terminated|timeout exceeded when trying to connect/;

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
    return new PostgresError("CONNECTION_LOST", message, { cause: error, retriable: true });
  }
  const isConnection = CONNECTION_CODES.has(code);
  if (!isConnection && !(error instanceof pg.DatabaseError)) return error;
  const retriable = isConnection || RETRIABLE_STATES.has(code) || code.startsWith(CONNECTION_EXCEPTION);
  return new PostgresError(code, message, { cause: error, retriable });
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
