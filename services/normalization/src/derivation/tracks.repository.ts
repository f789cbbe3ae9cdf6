import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { tableGrowth } from "./table-growth.js";
import { TRACK_STATEMENTS } from "./track-statements.js";

/** Recordings whose own MBID, or one merged into it, has a document. */
const EVERY_RECORDING = `
  select recording.id from recording join recording_features on recording_features.recording = recording.gid
  union
  select new_id from recording_gid_redirect join recording_features on recording_features.recording = recording_gid_redirect.gid
  where not deleted`;

/** Recordings that changed, got features or another date, or whose credit names other artists than before. */
const TOUCHED_RECORDINGS = `
  select key::integer as id from work_dirty where kind in ('recording', 'track')
  union
  select recording.id from work_dirty as dirty join recording on recording.gid = dirty.key::uuid where dirty.kind = 'features'
  union
  select new_id from work_dirty as dirty join recording_gid_redirect on recording_gid_redirect.gid = dirty.key::uuid
  where dirty.kind = 'features'
  union
  select recording.id from work_changed_credits join recording using (artist_credit) where not recording.deleted
  union
  select track.recording from work_dirty as dirty join track on track.medium = dirty.key::integer where dirty.kind = 'medium'
  union
  select track.recording
  from work_dirty as dirty join medium on medium.release = dirty.key::integer join track on track.medium = medium.id
  where dirty.kind = 'release'`;

/** Of those recordings, the ones that have documents or are published. */
const TOUCHED_MBIDS = `
  create temp table work_tracks on commit drop as
  select recording.gid as recording
  from work_recordings join recording using (id)
  join recording_features on recording_features.recording = recording.gid
  union
  select recording.gid
  from work_recordings join recording using (id)
  join recording_gid_redirect on recording_gid_redirect.new_id = recording.id
  join recording_features on recording_features.recording = recording_gid_redirect.gid
  where not recording_gid_redirect.deleted
  union
  select recording from published_tracks join work_recordings on work_recordings.id = recording_id`;

const FIELDS = [
  "recording_id",
  "title",
  "artists",
  "length_ms",
  "classes",
  "bpm",
  "key",
  "scale",
  "average_loudness",
  "onset_rate",
  "first_release",
  "dynamic_complexity",
];
const fieldsOf = (table: string): string => FIELDS.map((field) => `${table}.${field}`).join(", ");

/** A track needs a document and an artist that exists. */
const FRESH_TRACKS = `
  create temp table work_fresh_tracks on commit drop as
  select live.recording, live.id as recording_id, live.title, credit.artists, live.length_ms, documents.classes,
    measured.bpm, measured.key, measured.scale, measured.average_loudness, measured.onset_rate,
    releases.first_release, measured.dynamic_complexity
  from work_live_tracks as live
  join work_track_documents as documents using (recording)
  cross join lateral (
    select array_agg(artist order by position, artist) as artists
    from credit_artists where artist_credit = live.artist_credit
  ) as credit
  left join work_track_measurements as measured using (recording)
  left join work_first_releases as releases using (recording)
  where credit.artists is not null`;

const CHANGED = `
  create temp table changed_tracks on commit drop as
  select recording, ${FIELDS.join(", ")}, ${FIELDS.map((field) => `${field} as ${field}_before`).join(", ")}
  from published_tracks with no data`;

const APPLY = `
  with merged as (
    merge into published_tracks as known
    using (
      select recording, ${fieldsOf("fresh")}
      from work_tracks left join work_fresh_tracks as fresh using (recording) order by recording
    ) as fresh on known.recording = fresh.recording
    when matched and fresh.recording_id is null then delete
    when matched and (${fieldsOf("fresh")}) is distinct from (${fieldsOf("known")})
      then update set ${FIELDS.map((field) => `${field} = fresh.${field}`).join(", ")}
    when not matched and fresh.recording_id is not null
      then insert (recording, ${FIELDS.join(", ")}) values (fresh.recording, ${fieldsOf("fresh")})
    returning fresh.*, ${FIELDS.map((field) => `old.${field} as ${field}_before`).join(", ")}
  )
  insert into changed_tracks select * from merged`;

/** A track as it is now; no title means that it is gone. */
export interface ChangedTrack {
  readonly recording: string;
  readonly title: string | null;
  readonly artists: string[] | null;
  readonly length_ms: number | null;
  /** Millionths, as `ACOUSTIC_CLASSES` has them. */
  readonly classes: (number | null)[] | null;
  readonly bpm: number | null;
  readonly key: number | null;
  readonly scale: string | null;
  readonly average_loudness: number | null;
  readonly onset_rate: number | null;
  readonly first_release: number | null;
  readonly dynamic_complexity: number | null;
}

/** What of a track is published. */
export const TRACK_COLUMNS = [
  "recording",
  ...FIELDS.filter((field) => field !== "recording_id").map((field) =>
    field === "artists" ? "artists::text[] as artists" : field,
  ),
].join(", ");

/** Keeps `published_tracks`; leaves what changed, with what it was before, in `changed_tracks`. */
@Injectable()
export class TracksRepository {
  /** Needs `work_changed_credits`. Returns by how many the tracks grew. */
  async derive(transaction: Transaction, isFirst: boolean): Promise<number> {
    await transaction.run([
      `create temp table work_recordings on commit drop as ${isFirst ? EVERY_RECORDING : TOUCHED_RECORDINGS}`,
      "analyze work_recordings",
      TOUCHED_MBIDS,
      "analyze work_tracks",
      ...TRACK_STATEMENTS,
      FRESH_TRACKS,
      "analyze work_fresh_tracks (recording)",
      CHANGED,
      APPLY,
    ]);
    return tableGrowth(transaction, "changed_tracks", {
      added: "artists_before is null",
      deleted: "artists is null",
    });
  }

  /** What changed, in key order. */
  changed(transaction: Transaction): AsyncIterable<ChangedTrack> {
    return transaction.stream(`select ${TRACK_COLUMNS} from changed_tracks order by recording`);
  }
}
