import { ConfigurationError } from "@interlude/infra-runtime/settings";
import { REPLICATED_TABLES } from "./row-records.js";

/** Tables that are replicated only for the date of a recording's first release: most of a dump's rows. */
export const RELEASE_DATE_TABLES: ReadonlySet<string> = new Set([
  "track",
  "medium",
  "release",
  "release_country",
  "release_unknown_country",
]);

/**
 * The MusicBrainz tables that are sent: those named (null: all that have a topic), without those that only release
 * dates need if these are off. Rows of others are counted as skipped. A table that is added between dumps brings its
 * later changes only; the rows it has come with the next dump. One that is removed stays downstream as it is until
 * then, and is emptied by that dump.
 * @throws ConfigurationError
 */
export function replicatedTables(options: {
  named: readonly string[] | null;
  releaseDates: boolean;
}): ReadonlySet<string> {
  const tables = options.named === null ? [...REPLICATED_TABLES] : known(options.named);
  return new Set(options.releaseDates ? tables : tables.filter((table) => !RELEASE_DATE_TABLES.has(table)));
}

function known(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !REPLICATED_TABLES.has(name));
  if (unknown.length === 0) return names;
  const tables = [...REPLICATED_TABLES].toSorted().join(", ");
  throw new ConfigurationError(
    "INGESTION_TABLES",
    `names ${unknown.join(", ")}, which is none of the tables ${tables}`,
  );
}
