import { type SyntheticTrack, type TrackIdentity, pairKey, topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { type StreamRecord, newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { EpochsRepository } from "../epochs/epochs.repository.js";
import { TotalsRepository } from "../epochs/totals.repository.js";
import type { NewFeedEvent } from "../feed/feed-event.js";
import { FeedRepository } from "../feed/feed.repository.js";
import { SyntheticTracksRepository } from "./synthetic-tracks.repository.js";
import { acceptTracks } from "./track-checks.js";

/** Keeps the synthetic tracks, and adds the pairs that have new ones to the feed. */
@Injectable()
export class SyntheticTracksService {
  constructor(
    private readonly tracks: SyntheticTracksRepository,
    private readonly totals: TotalsRepository,
    private readonly epochs: EpochsRepository,
    private readonly feed: FeedRepository,
  ) {}

  async stageTracks(
    records: readonly StreamRecord<SyntheticTrack>[],
    context: PostgresContext,
  ): Promise<void> {
    const { transaction } = context;
    const newest = newestByKey(acceptTracks(records, context), ({ key }) => key);
    if (newest.length === 0) return;
    await this.totals.lock(transaction);
    const written = await this.tracks.write(
      transaction,
      newest.flatMap(({ value }) => (value === null ? [] : [value])),
    );
    const removed = await this.tracks.remove(
      transaction,
      newest.flatMap(({ key, value }) => (value === null ? [topics.syntheticTracks.parseKey(key)!] : [])),
    );
    const epoch = newest[0]!.epoch;
    const added = written.filter(({ inserted }) => inserted).length;
    await this.totals.add(transaction, { syntheticTracks: added - removed.length });
    await this.epochs.count(transaction, epoch, {
      tracksWritten: written.length,
      tracksWithdrawn: removed.length,
    });
    await this.feed.append(transaction, [
      ...feedEvents("written", written, epoch),
      ...feedEvents("withdrawn", removed, epoch),
    ]);
  }
}

/** One event a pair, not one a sample: the page shows them by pair. */
function feedEvents(
  change: "written" | "withdrawn",
  tracks: readonly TrackIdentity[],
  epoch: number,
): NewFeedEvent[] {
  const byPair = new Map<string, TrackIdentity[]>();
  for (const track of tracks) {
    const key = pairKey(track.artistA, track.artistB);
    byPair.set(key, [...(byPair.get(key) ?? []), track]);
  }
  return [...byPair.values()].map((ofPair) => {
    const { artistA, artistB } = ofPair[0]!;
    const samples = ofPair.map(({ sample }) => sample).sort((one, other) => one - other);
    return { event: "synthetic-track", epoch, data: { change, epoch, artistA, artistB, samples } };
  });
}
