import {
  type CatalogArtist,
  type CatalogCollaboration,
  type CatalogTrack,
  pairKey,
  topics,
} from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { ArtistsRepository, type ChangedArtist } from "./derivation/artists.repository.js";
import {
  type ChangedCollaboration,
  CollaborationsRepository,
} from "./derivation/collaborations.repository.js";
import { type ChangedTrack, TracksRepository } from "./derivation/tracks.repository.js";

/** Publishes what a derivation changed, each topic in key order, row by row from a cursor. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly artists: ArtistsRepository,
    private readonly collaborations: CollaborationsRepository,
    private readonly tracks: TracksRepository,
  ) {}

  async publish(context: PostgresContext): Promise<void> {
    const { transaction } = context;
    for await (const row of this.artists.changed(transaction)) {
      await context.publish(topics.catalogArtists, row.artist, artistOf(row));
    }
    for await (const row of this.collaborations.changed(transaction)) {
      await context.publish(
        topics.catalogCollaborations,
        pairKey(row.artist_a, row.artist_b),
        collaborationOf(row),
      );
    }
    for await (const row of this.tracks.changed(transaction)) {
      await context.publish(topics.catalogTracks, row.recording, trackOf(row));
    }
  }
}

function artistOf(row: ChangedArtist): CatalogArtist | null {
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
  };
}

function collaborationOf(row: ChangedCollaboration): CatalogCollaboration | null {
  if (row.weight === null || row.first_recording === null) return null;
  return {
    artistA: row.artist_a,
    artistB: row.artist_b,
    weight: row.weight,
    firstRecording: row.first_recording,
  };
}

function trackOf(row: ChangedTrack): CatalogTrack | null {
  if (row.title === null || row.artists === null || row.probabilities === null) return null;
  return {
    recording: row.recording,
    title: row.title,
    artists: row.artists,
    lengthMs: row.length_ms,
    probabilities: row.probabilities,
  };
}
