import type { PopularitySignal } from "@interlude/contracts";
import { IngestionError } from "../../ingestion-error.js";
import { parsePythonStringList } from "./python-list.js";

/** Columns of the artist file of the Spotify collaboration network. */
export const POPULARITY_COLUMNS = ["spotify_id", "name", "followers", "popularity", "genres", "chart_hits"];

export type PopularityRow = Readonly<Record<string, string | undefined>>;

/**
 * What a row says of an artist.
 * @throws IngestionError `POPULARITY_MALFORMED`
 */
export function readPopularityRow(
  row: PopularityRow,
  origin: Pick<PopularitySignal, "asOf" | "source">,
): PopularitySignal {
  const id = row["spotify_id"] ?? "";
  if (!/^[0-9A-Za-z]{22}$/.test(id)) throw malformed("spotify_id", id);
  const popularity = decimal("popularity", row["popularity"]);
  if (popularity === null || popularity > 100) throw malformed("popularity", row["popularity"]);
  const genres = parsePythonStringList(row["genres"] ?? "");
  if (genres === null) throw malformed("genres", row["genres"]);
  const followers = decimal("followers", row["followers"]);
  return {
    provider: "spotify",
    entity: "artist",
    id,
    name: row["name"] ?? "",
    popularity,
    followers: followers === null ? null : Math.round(followers),
    genres,
    ...origin,
  };
}

/** Followers are written as floats, `149.0`; a field may be empty. */
function decimal(column: string, text: string | undefined): number | null {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") return null;
  if (/^\d{1,12}(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  throw malformed(column, text);
}

function malformed(column: string, value: string | undefined): IngestionError {
  const shown = JSON.stringify(value?.slice(0, 60) ?? null);
  return new IngestionError("POPULARITY_MALFORMED", `${column} ${shown} is not what the column holds`);
}
