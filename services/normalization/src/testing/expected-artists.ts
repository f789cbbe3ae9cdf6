import type { CatalogArtist, CatalogTrack } from "@interlude/contracts";
import {
  FREE_STREAMING_LINK_TYPE,
  genreKey,
  isSpecialPurposeArtist,
  parseSpotifyArtistUrl,
} from "@interlude/core-musicbrainz";
import type { MusicTables } from "./music-tables.js";

/** Artists computed afresh, row by row. */
export function expectedArtists(
  tables: MusicTables,
  tracks: ReadonlyMap<string, CatalogTrack>,
): Map<string, CatalogArtist> {
  const newest = newestPopularity(tables);
  const artists = new Map<string, CatalogArtist>();
  for (const artist of tables.rows("artist").values()) {
    if (isSpecialPurposeArtist(artist)) continue;
    const spotifyId = spotifyIdOf(tables, artist.id);
    const popularity = newest.get(spotifyId ?? "") ?? null;
    artists.set(artist.gid, {
      artist: artist.gid,
      name: artist.name,
      sortName: artist.sort_name,
      type: tables.rows("artist_type").get(String(artist.type))?.name ?? null,
      beginYear: artist.begin_date_year,
      endYear: artist.end_date_year,
      ended: artist.ended,
      comment: artist.comment,
      popularity,
      spotifyId,
      genres: genresOf(tables, artist.id),
      country: countryOf(tables, artist.area),
      gender: tables.rows("gender").get(String(artist.gender))?.name ?? null,
      popularityPercentile: popularity === null ? null : percentile([...newest.values()], popularity),
      acousticTracks: [...tracks.values()].filter((track) => track.artists.includes(artist.gid)).length,
    });
  }
  return artists;
}

function spotifyIdOf(tables: MusicTables, artist: number): string | null {
  const ids = [...tables.rows("l_artist_url").values()].flatMap(({ entity0, entity1, link }) => {
    const { ended, link_type } = tables.rows("link").get(String(link)) ?? { ended: true, link_type: 0 };
    const type = tables.rows("link_type").get(String(link_type))?.gid;
    if (entity0 !== artist || ended || type !== FREE_STREAMING_LINK_TYPE) return [];
    return parseSpotifyArtistUrl(tables.rows("url").get(String(entity1))?.url ?? "") ?? [];
  });
  return ids.toSorted()[0] ?? null;
}

function newestPopularity(tables: MusicTables): Map<string, number> {
  const rank = ({ asOf, source }: { asOf: string; source: string }): string => `${asOf} ${source}`;
  const oldestFirst = [...tables.signals.values()].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return new Map(oldestFirst.map(({ id, popularity }) => [id, popularity]));
}

function percentile(all: readonly number[], popularity: number): number {
  const below = all.filter((other) => other < popularity).length;
  const same = all.filter((other) => other === popularity).length;
  return Math.round((100 * (below + same / 2)) / all.length) / 100;
}

function genresOf(tables: MusicTables, artist: number): CatalogArtist["genres"] {
  const names = new Map<string, string>();
  for (const { name } of tables.rows("genre").values()) {
    const known = names.get(genreKey(name));
    if (known === undefined || name < known) names.set(genreKey(name), name);
  }
  const votes = new Map<string, number>();
  for (const row of tables.rows("artist_tag").values()) {
    const word = tables.rows("tag").get(String(row.tag))?.name;
    const name = word === undefined ? undefined : names.get(genreKey(word));
    if (row.artist === artist && name !== undefined) votes.set(name, (votes.get(name) ?? 0) + row.count);
  }
  const tagged = [...votes].flatMap(([name, sum]) =>
    sum > 0 ? [{ name, votes: Math.min(sum, 2 ** 31 - 1) }] : [],
  );
  tagged.sort((one, other) => other.votes - one.votes || (one.name < other.name ? -1 : 1));
  return tagged.slice(0, 10);
}

function countryOf(tables: MusicTables, area: number | null): string | null {
  const row = tables.rows("area").get(String(area));
  return row?.type === 1 ? row.name : null;
}
