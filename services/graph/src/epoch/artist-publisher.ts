import { topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { LiveGraph } from "../memory/live-graph.js";
import { digestOf, recordOf, standingOf } from "./artist-record.js";
import { PublishedRepository } from "./published.repository.js";

const NOTE_AT = 5_000;

/** Publishes where artists stand, where that is not what was published last, and whose pairs are dirty. */
@Injectable()
export class ArtistPublisher {
  constructor(private readonly published: PublishedRepository) {}

  async publish(live: LiveGraph, context: PostgresContext): Promise<void> {
    const { transaction } = context;
    await this.published.begin(transaction);
    const noted = new Map<string, Buffer | null>();
    for await (const row of this.published.artists(transaction)) {
      const { artist, dirty, digest: before } = row;
      if (dirty) await context.publish(topics.graphDirty, artist, { artist, graphVersion: live.version });
      const standing = standingOf(row, live);
      const digest = standing === null ? null : digestOf(standing);
      if (digest === null ? before === null : before !== null && digest.equals(before)) continue;
      const record = standing === null ? null : recordOf(standing, live);
      await context.publish(topics.graphArtists, artist, record);
      noted.set(artist, digest);
      if (noted.size < NOTE_AT) continue;
      await this.published.note(transaction, noted);
      noted.clear();
    }
    await this.published.note(transaction, noted);
    await this.published.save(transaction);
  }
}
