import { type Pair, pairKey, topics } from "@interlude/contracts";
import { type TrackModel, sameTrack, sampleTracks } from "@interlude/core-tracks";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { CandidatesRepository, type TouchedPair } from "../inputs/candidates.repository.js";
import { syntheticTrackRecord } from "./synthetic-track-record.js";
import { type SyntheticTrackRow, SyntheticTracksRepository } from "./synthetic-tracks.repository.js";

const PAIRS_A_PAGE = 500;

/** Brings the published tracks of touched pairs up to date. */
@Injectable()
export class SyntheticTracksService {
  constructor(
    private readonly candidates: CandidatesRepository,
    private readonly synthetic: SyntheticTracksRepository,
  ) {}

  /**
   * Draws the tracks of every touched pair, publishes those that differ from what is published, and withdraws
   * those of pairs that are no candidates any more; in the order of keys, a page at a time.
   * @returns how many more tracks are published than before
   */
  async renewTouched(model: TrackModel, context: PostgresContext): Promise<number> {
    let change = 0;
    let last: TouchedPair | null = null;
    for (;;) {
      const page: TouchedPair[] = await this.candidates.touchedAfter(context.transaction, last, PAIRS_A_PAGE);
      last = page.at(-1) ?? null;
      if (last === null) return change;
      change += await this.#renew(page, model, context);
    }
  }

  /**
   * Does the same with some of the touched pairs, which are touched no more.
   * @returns how many more tracks are published than before, and whether pairs may be left
   */
  async renewSome(
    model: TrackModel,
    context: PostgresContext,
  ): Promise<{ readonly change: number; readonly isMore: boolean }> {
    const page = await this.candidates.takeTouched(context.transaction, PAIRS_A_PAGE);
    return { change: await this.#renew(page, model, context), isMore: page.length === PAIRS_A_PAGE };
  }

  /**
   * Withdraws every track: without a model there are none.
   * @returns how many more tracks are published than before: none or a negative number
   */
  async withdrawAll(context: PostgresContext): Promise<number> {
    let change = 0;
    for await (const track of this.synthetic.keys(context.transaction)) {
      await context.publish(topics.syntheticTracks, topics.syntheticTracks.keyOf(track), null);
      change -= 1;
    }
    if (change < 0) await this.synthetic.removeAll(context.transaction);
    return change;
  }

  async #renew(page: readonly TouchedPair[], model: TrackModel, context: PostgresContext): Promise<number> {
    const { transaction } = context;
    const published = byPair(await this.synthetic.ofPairs(transaction, page));
    const changed: SyntheticTrackRow[] = [];
    const withdrawn: Pair[] = [];
    let change = 0;
    for (const { artistA, artistB, graphVersion, a, b } of page) {
      const key = pairKey(artistA, artistB);
      const before = published.get(key) ?? [];
      if (graphVersion === null) {
        for (const track of before)
          await context.publish(topics.syntheticTracks, topics.syntheticTracks.keyOf(track), null);
        if (before.length > 0) withdrawn.push({ artistA, artistB });
        change -= before.length;
        continue;
      }
      const now = sampleTracks(model, key, a, b);
      change += now.length - before.length;
      for (const [i, drawn] of now.entries()) {
        const old = before[i];
        if (old !== undefined && old.modelId === model.id && sameTrack(old, drawn)) continue;
        const track = { artistA, artistB, modelId: model.id, graphVersion, ...drawn };
        await context.publish(
          topics.syntheticTracks,
          topics.syntheticTracks.keyOf(track),
          syntheticTrackRecord(track),
        );
        changed.push(track);
      }
    }
    await this.synthetic.write(transaction, changed);
    await this.synthetic.remove(transaction, withdrawn);
    return change;
  }
}

function byPair(tracks: readonly SyntheticTrackRow[]): Map<string, SyntheticTrackRow[]> {
  const pairs = new Map<string, SyntheticTrackRow[]>();
  for (const track of tracks) {
    const key = pairKey(track.artistA, track.artistB);
    const others = pairs.get(key);
    if (others === undefined) pairs.set(key, [track]);
    else others.push(track);
  }
  return pairs;
}
