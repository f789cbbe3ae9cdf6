import { topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { artistOf, collaborationOf, trackOf } from "./catalogue-records.js";
import { ArtistsRepository } from "./derivation/artists.repository.js";
import { CollaborationsRepository } from "./derivation/collaborations.repository.js";
import { TracksRepository } from "./derivation/tracks.repository.js";

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
      await context.publish(topics.catalogArtists, topics.catalogArtists.keyOf(row), artistOf(row));
    }
    for await (const row of this.collaborations.changed(transaction)) {
      const key = topics.catalogCollaborations.keyOf({ artistA: row.artist_a, artistB: row.artist_b });
      await context.publish(topics.catalogCollaborations, key, collaborationOf(row));
    }
    for await (const row of this.tracks.changed(transaction)) {
      await context.publish(topics.catalogTracks, topics.catalogTracks.keyOf(row), trackOf(row));
    }
  }
}
