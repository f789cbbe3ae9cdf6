import type { CatalogArtist, CatalogCollaboration, CatalogTrack } from "@interlude/contracts";
import { collaborations, isSpecialPurposeArtist } from "@interlude/core-musicbrainz";
import { expectedArtists } from "./expected-artists.js";
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
    artists: tables.rows("artist").values(),
    creditNames: tables.rows("artist_credit_name").values(),
    recordings: tables.rows("recording").values(),
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
  const names = [...tables.rows("artist_credit_name").values()].filter(
    (name) => name.artist_credit === credit,
  );
  names.sort((one, other) => one.position - other.position);
  const artists = names.flatMap((name) => tables.rows("artist").get(String(name.artist)) ?? []);
  return [...new Set(artists.filter((artist) => !isSpecialPurposeArtist(artist)).map(({ gid }) => gid))];
}
