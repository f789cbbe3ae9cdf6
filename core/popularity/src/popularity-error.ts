/** A row of a Spotify-derived table that cannot be read. The message names the column and what is wrong with it. */
export class PopularityError extends Error {
  override readonly name = "PopularityError";
  readonly code = "POPULARITY_MALFORMED";
}
