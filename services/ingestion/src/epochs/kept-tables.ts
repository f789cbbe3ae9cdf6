import { ConfigurationError, type Environment, oneOf, optional } from "@interlude/infra-runtime";
import { KEPT_TABLES } from "./row-records.js";

/** Tables that are there for the date of a recording's first release alone: most of a dump's rows. */
export const RELEASE_DATE_TABLES: ReadonlySet<string> = new Set([
  "track",
  "medium",
  "release",
  "release_country",
  "release_unknown_country",
]);

/**
 * The MusicBrainz tables that are sent, from `INGESTION_TABLES` (names with commas between; default all that have a
 * topic) without those that `INGESTION_RELEASE_DATES=off` leaves out. Rows of others are counted as skipped. A table
 * that is added while a stream is followed brings its later changes only; the rows it has come with the next dump.
 * One that is taken away stays downstream as it is until then, and is emptied by that dump.
 * @throws ConfigurationError
 */
export function keptTables(environment: Environment): ReadonlySet<string> {
  const named = optional(environment, "INGESTION_TABLES");
  const tables = named === undefined ? [...KEPT_TABLES] : tableNames(named);
  const dates = oneOf(environment, "INGESTION_RELEASE_DATES", ["on", "off"], "on");
  return new Set(dates === "on" ? tables : tables.filter((table) => !RELEASE_DATE_TABLES.has(table)));
}

function tableNames(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = names.filter((name) => !KEPT_TABLES.has(name));
  const known = `of the tables ${[...KEPT_TABLES].toSorted().join(", ")}`;
  if (names.length === 0) throw new ConfigurationError("INGESTION_TABLES", `must name at least one ${known}`);
  if (unknown.length === 0) return names;
  throw new ConfigurationError("INGESTION_TABLES", `names ${unknown.join(", ")}, which is none ${known}`);
}
