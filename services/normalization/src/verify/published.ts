import type { CatalogArtist, CatalogTrack } from "@interlude/contracts";
import { artistOf, trackOf } from "../catalogue-records.js";
import { ARTIST_COLUMNS, type ChangedArtist } from "../derivation/artists.repository.js";
import { type ChangedTrack, TRACK_COLUMNS } from "../derivation/tracks.repository.js";
import type { RowSource } from "./collaborations.js";

/** Every artist as the store says it was published, in key order. */
export async function* storedArtists(source: RowSource): AsyncIterable<CatalogArtist> {
  const rows = source.stream<ChangedArtist>(
    `select ${ARTIST_COLUMNS} from normalization.published_artists order by artist`,
  );
  for await (const row of rows) yield artistOf(row)!;
}

/** Every track as the store says it was published, in key order. */
export async function* storedTracks(source: RowSource): AsyncIterable<CatalogTrack> {
  const rows = source.stream<ChangedTrack>(
    `select ${TRACK_COLUMNS} from normalization.published_tracks order by recording`,
  );
  for await (const row of rows) yield trackOf(row)!;
}
