import type { CatalogArtist, CatalogTrack } from "@interlude/contracts";
import type { Queries } from "@interlude/infra-checks";
import { artistOf, trackOf } from "../catalogue-records.js";
import { ARTIST_COLUMNS, type ChangedArtist } from "../derivation/artists.repository.js";
import { type ChangedTrack, TRACK_COLUMNS } from "../derivation/tracks.repository.js";

/** A collaboration as the stage keeps and publishes it. */
export interface StoredCollaboration {
  readonly artistA: string;
  readonly artistB: string;
  readonly weight: number;
  readonly firstRecording: number;
  /** Kinds of the relationships between the two, sorted. */
  readonly kinds: readonly string[];
}

/** All collaborations as the stage keeps them, in key order. */
export function storedCollaborations(source: Queries): AsyncIterable<StoredCollaboration> {
  return source.stream<StoredCollaboration>(
    `select artist_a as "artistA", artist_b as "artistB", weight, first_recording as "firstRecording", kinds
     from normalization.artist_collaborations order by artist_a, artist_b`,
  );
}

/** Every artist as the stage keeps it, in key order. */
export async function* storedArtists(source: Queries): AsyncIterable<CatalogArtist> {
  const rows = source.stream<ChangedArtist>(
    `select ${ARTIST_COLUMNS} from normalization.published_artists order by artist`,
  );
  for await (const row of rows) yield artistOf(row)!;
}

/** Every track as the stage keeps it, in key order. */
export async function* storedTracks(source: Queries): AsyncIterable<CatalogTrack> {
  const rows = source.stream<ChangedTrack>(
    `select ${TRACK_COLUMNS} from normalization.published_tracks order by recording`,
  );
  for await (const row of rows) yield trackOf(row)!;
}
