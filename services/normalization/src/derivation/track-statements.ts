import { CANCELLED_RELEASE } from "@interlude/core-musicbrainz";
import { FLATS, LARGEST_MEASUREMENT, PITCH_CLASSES, SCALES } from "./acoustic-dimensions.js";

/** Of `work_tracks` the recordings that exist. */
const LIVE = `
  create temp table work_live_tracks on commit drop as
  select distinct on (recording.gid) recording.gid as recording, recording.id, recording.name as title,
    recording.length as length_ms, recording.artist_credit
  from work_tracks join recording on recording.gid = work_tracks.recording
  where not recording.deleted
  order by recording.gid, recording.id`;

/** The MBIDs under which submissions of a recording are found: its own, and those of recordings merged into it. */
const SOURCES = `
  create temp table work_track_sources on commit drop as
  select recording, recording as source, false as merged from work_live_tracks
  union all
  select live.recording, redirects.gid, true
  from work_live_tracks as live join recording_gid_redirect as redirects on redirects.new_id = live.id
  where not redirects.deleted`;

/**
 * A recording takes the document with the lowest submission offset; among equals its own MBID's before those of
 * recordings merged into it, then the lowest MBID.
 */
const DOCUMENTS = `
  create temp table work_track_documents on commit drop as
  select distinct on (sources.recording) sources.recording, features.classes
  from work_track_sources as sources join recording_features as features on features.recording = sources.source
  where features.classes <> '{}'
  order by sources.recording, features.submission, sources.merged, sources.source`;

const PITCHES = [...PITCH_CLASSES.entries()].flatMap(([pitch, name]) =>
  [name, ...Object.keys(FLATS).filter((flat) => FLATS[flat] === name)].map(
    (spelling) => `when '${spelling}' then ${pitch}`,
  ),
);

/** The first submission's, its own MBID's before a merged recording's; if there is none, the median. */
const firstOrMedian = (value: string): string => `
  coalesce(
    (array_agg(${value} order by merged, source) filter (where submission = 0 and ${value} is not null))[1],
    percentile_disc(0.5) within group (order by ${value})
  )`;

/** An impossible value (a tempo of a million) counts as not known. Key and scale are one: of several the most frequent. */
const MEASUREMENTS = `
  create temp table work_track_measurements on commit drop as
  with submissions as (
    select sources.recording, sources.source, sources.merged, submission,
      case when bpm > 0 and bpm <= ${LARGEST_MEASUREMENT} then bpm end as bpm,
      case when average_loudness between 0 and 1 then average_loudness end as average_loudness,
      case when dynamic_complexity between 0 and ${LARGEST_MEASUREMENT} then dynamic_complexity end as dynamic_complexity,
      case when onset_rate between 0 and ${LARGEST_MEASUREMENT} then onset_rate end as onset_rate,
      2 * case key ${PITCHES.join(" ")} end
        + case scale when '${SCALES[0]}' then 0 when '${SCALES[1]}' then 1 end as tonality
    from work_track_sources as sources
    join low_level_features as features on features.recording = sources.source
  ),
  chosen as (
    select recording, ${firstOrMedian("bpm")} as bpm, ${firstOrMedian("average_loudness")} as average_loudness,
      ${firstOrMedian("onset_rate")} as onset_rate, ${firstOrMedian("dynamic_complexity")} as dynamic_complexity,
      coalesce(
        (array_agg(tonality order by merged, source) filter (where submission = 0 and tonality is not null))[1],
        mode() within group (order by tonality)
      ) as tonality
    from submissions group by recording
  )
  select recording, bpm, average_loudness, onset_rate, dynamic_complexity, tonality / 2 as key,
    case tonality % 2 when 0 then '${SCALES[0]}' when 1 then '${SCALES[1]}' end as scale
  from chosen`;

/** The first of all dates on which a release with the recording came out somewhere. */
const FIRST_RELEASES = `
  create temp table work_first_releases on commit drop as
  select live.recording, min(dates.released) as first_release
  from work_live_tracks as live
  join track on track.recording = live.id and not track.deleted
  join medium on medium.id = track.medium and not medium.deleted
  join release on release.id = medium.release and not release.deleted
    and release.status is distinct from ${CANCELLED_RELEASE}
  join (
    select release, released from release_country where not deleted and released is not null
    union all
    select release, released from release_unknown_country where not deleted and released is not null
  ) as dates on dates.release = release.id
  group by live.recording`;

/** What is to be known of `work_tracks`, step by step, each step's table with its statistics. */
export const TRACK_STATEMENTS: readonly string[] = [
  LIVE,
  "analyze work_live_tracks",
  SOURCES,
  "analyze work_track_sources",
  DOCUMENTS,
  // Not of the array: statistics on its elements do not help the planner and take a second.
  "analyze work_track_documents (recording)",
  MEASUREMENTS,
  "analyze work_track_measurements",
  FIRST_RELEASES,
  "analyze work_first_releases",
];
