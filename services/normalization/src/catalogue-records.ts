import type { CatalogArtist, CatalogCollaboration, CatalogTrack } from "@interlude/contracts";
import { formatPartialDate } from "@interlude/core-musicbrainz";
import { fromPartsPerMillion } from "@interlude/core-tracks";
import type { ChangedArtist } from "./derivation/artists.repository.js";
import type { ChangedCollaboration } from "./derivation/collaborations.repository.js";
import type { ChangedTrack } from "./derivation/tracks.repository.js";

/** The record of an artist, or null of one that is gone. */
export function artistOf(row: ChangedArtist): CatalogArtist | null {
  if (row.name === null) return null;
  return {
    artist: row.artist,
    name: row.name,
    sortName: row.sort_name,
    type: row.type,
    beginYear: row.begin_year,
    endYear: row.end_year,
    ended: row.ended,
    comment: row.comment,
    popularity: row.popularity,
    spotifyId: row.spotify_id,
    acousticTracks: row.acoustic_tracks,
    genres: row.genres,
    country: row.country,
    gender: row.gender,
    popularityPercentile: row.popularity_percent === null ? null : row.popularity_percent / 100,
  };
}

/** The record of a pair, or null of one that is no longer credited together. */
export function collaborationOf(row: ChangedCollaboration): CatalogCollaboration | null {
  if (row.weight === null || row.first_recording === null) return null;
  return {
    artistA: row.artist_a,
    artistB: row.artist_b,
    weight: row.weight,
    firstRecording: row.first_recording,
    kinds: row.kinds,
  };
}

/** The record of a track, or null of one that is gone. */
export function trackOf(row: ChangedTrack): CatalogTrack | null {
  if (row.title === null || row.artists === null || row.classes === null) return null;
  return {
    recording: row.recording,
    title: row.title,
    artists: row.artists,
    lengthMs: row.length_ms,
    probabilities: fromPartsPerMillion(row.classes),
    bpm: row.bpm,
    key: row.key,
    scale: row.scale,
    averageLoudness: row.average_loudness,
    onsetRate: row.onset_rate,
    firstRelease: row.first_release === null ? null : formatPartialDate(row.first_release),
    dynamicComplexity: row.dynamic_complexity,
  };
}
