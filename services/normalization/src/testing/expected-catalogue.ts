import type { CatalogArtist, CatalogCollaboration, CatalogTrack } from "@interlude/contracts";
import {
  FREE_STREAMING_LINK_TYPE,
  collaborations,
  isSpecialPurposeArtist,
  parseSpotifyArtistUrl,
} from "@interlude/core-musicbrainz";
import { expectedKinds, expectedPerformances } from "./expected-kinds.js";
import { expectedTracks } from "./expected-tracks.js";
import type { MusicTables } from "./music-tables.js";

export interface ExpectedCatalogue {
  readonly artists: Map<string, CatalogArtist>;
  readonly collaborations: Map<string, CatalogCollaboration>;
  readonly tracks: Map<string, CatalogTrack>;
}

/** The catalogue computed afresh from the tables, row by row: what every way there has to end in. */
export function expectedCatalogue(tables: MusicTables, relationshipEdges = false): ExpectedCatalogue {
  const tracks = expectedTracks(tables, (credit) => creditedMbids(tables, credit));
  return {
    artists: expectedArtists(tables, tracks),
    collaborations: expectedCollaborations(tables, relationshipEdges),
    tracks,
  };
}

function expectedCollaborations(
  tables: MusicTables,
  relationshipEdges: boolean,
): Map<string, CatalogCollaboration> {
  const { pairs } = collaborations({
    artists: tables.rows("artists").values(),
    creditNames: tables.rows("artistCreditNames").values(),
    recordings: tables.rows("recordings").values(),
    ...(relationshipEdges && { performances: expectedPerformances(tables) }),
  });
  const kinds = expectedKinds(tables, (credit) => creditedMbids(tables, credit));
  return new Map(
    [...pairs].map(([key, { weight, firstRecording }]) => {
      const [artistA, artistB] = key.split(":") as [string, string];
      return [key, { artistA, artistB, weight, firstRecording, kinds: [...(kinds.get(key) ?? [])].sort() }];
    }),
  );
}

function creditedMbids(tables: MusicTables, credit: number): string[] {
  const names = [...tables.rows("artistCreditNames").values()].filter(
    (name) => name.artist_credit === credit,
  );
  names.sort((one, other) => one.position - other.position);
  const artists = names.flatMap((name) => tables.rows("artists").get(String(name.artist)) ?? []);
  return [...new Set(artists.filter((artist) => !isSpecialPurposeArtist(artist)).map(({ gid }) => gid))];
}

function expectedArtists(tables: MusicTables, tracks: Map<string, CatalogTrack>): Map<string, CatalogArtist> {
  const artists = new Map<string, CatalogArtist>();
  for (const artist of tables.rows("artists").values()) {
    if (isSpecialPurposeArtist(artist)) continue;
    const spotifyId = spotifyIdOf(tables, artist.id);
    const snapshots = [...tables.signals.values()].filter(({ id }) => id === spotifyId);
    snapshots.sort((one, other) => (one.asOf < other.asOf ? 1 : -1));
    artists.set(artist.gid, {
      artist: artist.gid,
      name: artist.name,
      sortName: artist.sort_name,
      type: tables.rows("artistTypes").get(String(artist.type))?.name ?? null,
      beginYear: artist.begin_date_year,
      endYear: artist.end_date_year,
      ended: artist.ended,
      comment: artist.comment,
      popularity: snapshots[0]?.popularity ?? null,
      spotifyId,
      genres: [],
      country: null,
      gender: null,
      popularityPercentile: null,
      acousticTracks: [...tracks.values()].filter((track) => track.artists.includes(artist.gid)).length,
    });
  }
  return artists;
}

function spotifyIdOf(tables: MusicTables, artist: number): string | null {
  const ids = [...tables.rows("artistUrls").values()].flatMap(({ entity0, entity1, link }) => {
    const { ended, link_type } = tables.rows("links").get(String(link)) ?? { ended: true, link_type: 0 };
    const type = tables.rows("linkTypes").get(String(link_type))?.gid;
    if (entity0 !== artist || ended || type !== FREE_STREAMING_LINK_TYPE) return [];
    return parseSpotifyArtistUrl(tables.rows("urls").get(String(entity1))?.url ?? "") ?? [];
  });
  return ids.toSorted()[0] ?? null;
}
