import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** Recordings whose own MBID, or one merged into it, has a document. */
const EVERY_RECORDING = `
  select recordings.id from recordings join recording_features on recording_features.recording = recordings.gid
  union
  select new_id from recording_redirects join recording_features on recording_features.recording = recording_redirects.gid
  where not deleted`;

/** Recordings that changed, got a document, or whose credit names others than before. */
const TOUCHED_RECORDINGS = `
  select key::integer as id from dirty where kind = 'recording'
  union
  select recordings.id from dirty join recordings on recordings.gid = dirty.key::uuid where dirty.kind = 'features'
  union
  select new_id from dirty join recording_redirects on recording_redirects.gid = dirty.key::uuid
  where dirty.kind = 'features'
  union
  select recordings.id from work_recredited join recordings on recordings.applied_credit = work_recredited.artist_credit`;

/** Of those recordings, the ones that have documents or are published. */
const TOUCHED_MBIDS = `
  create temp table work_tracks on commit drop as
  select recordings.gid as recording
  from work_recordings join recordings using (id)
  join recording_features on recording_features.recording = recordings.gid
  union
  select recordings.gid
  from work_recordings join recordings using (id)
  join recording_redirects on recording_redirects.new_id = recordings.id
  join recording_features on recording_features.recording = recording_redirects.gid
  where not recording_redirects.deleted
  union
  select recording from published_tracks join work_recordings on work_recordings.id = recording_id`;

/**
 * A recording takes the document with the lowest submission offset; among equals its own MBID's before those of
 * recordings merged into it, then the lowest MBID.
 */
const FRESH_TRACKS = `
  create temp table work_fresh_tracks on commit drop as
  with live as (
    select distinct on (recordings.gid) recordings.*
    from work_tracks join recordings on recordings.gid = work_tracks.recording
    where not recordings.deleted
    order by recordings.gid, recordings.id
  )
  select live.gid as recording, live.id as recording_id, live.name as title, credit.artists,
    live.length as length_ms, document.probabilities
  from live
  cross join lateral (
    select array_agg(artist order by position, artist) as artists
    from credit_artists where artist_credit = live.applied_credit
  ) as credit
  cross join lateral (
    select probabilities
    from (
      select submission, false as merged, recording, probabilities
      from recording_features where recording = live.gid
      union all
      select submission, true, recording, probabilities
      from recording_redirects join recording_features on recording = gid
      where new_id = live.id and not deleted
    ) as documents
    where probabilities <> '{}'
    order by submission, merged, recording
    limit 1
  ) as document
  where credit.artists is not null`;

const CHANGED = `
  create temp table changed_tracks on commit drop as
  select work.recording, fresh.recording_id, fresh.title, fresh.artists, fresh.length_ms, fresh.probabilities,
    known.artists as artists_before, known.probabilities as probabilities_before
  from work_tracks as work
  left join work_fresh_tracks as fresh using (recording)
  left join published_tracks as known using (recording)
  where (fresh.recording_id, fresh.title, fresh.artists, fresh.length_ms, fresh.probabilities)
    is distinct from (known.recording_id, known.title, known.artists, known.length_ms, known.probabilities)`;

const DELETE_GONE = `
  delete from published_tracks as known using changed_tracks as changed
  where changed.recording_id is null and known.recording = changed.recording`;

const UPSERT = `
  insert into published_tracks (recording, recording_id, title, artists, length_ms, probabilities)
  select recording, recording_id, title, artists, length_ms, probabilities
  from changed_tracks where recording_id is not null order by recording
  on conflict (recording) do update
  set recording_id = excluded.recording_id, title = excluded.title, artists = excluded.artists,
      length_ms = excluded.length_ms, probabilities = excluded.probabilities`;

/** A track as it is now; no title means that it is gone. */
export interface ChangedTrack {
  readonly recording: string;
  readonly title: string | null;
  readonly artists: string[] | null;
  readonly length_ms: number | null;
  readonly probabilities: Record<string, Record<string, number>> | null;
}

/** Keeps `published_tracks`; leaves what changed, with what it was before, in `changed_tracks`. */
@Injectable()
export class TracksRepository {
  /** Needs `work_recredited`. Returns by how many the tracks grew. */
  async derive(transaction: Transaction, untouched: boolean): Promise<number> {
    await transaction.query(
      `create temp table work_recordings on commit drop as ${untouched ? EVERY_RECORDING : TOUCHED_RECORDINGS}`,
    );
    await transaction.query("analyze work_recordings");
    await transaction.query(TOUCHED_MBIDS);
    await transaction.query("analyze work_tracks");
    await transaction.query(FRESH_TRACKS);
    await transaction.query("analyze work_fresh_tracks");
    await transaction.query(CHANGED);
    await transaction.query(DELETE_GONE);
    await transaction.query(UPSERT);
    const [row] = await transaction.query<{ growth: number }>(
      `select count(*) filter (where artists_before is null) - count(*) filter (where artists is null) as growth
       from changed_tracks`,
    );
    return row!.growth;
  }

  /** What changed, in key order. */
  changed(transaction: Transaction): AsyncIterable<ChangedTrack> {
    return transaction.stream(
      "select recording, title, artists::text[], length_ms, probabilities from changed_tracks order by recording",
    );
  }
}
