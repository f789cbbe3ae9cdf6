import type { Rule } from "@interlude/infra-checks";
import { BROKEN_BLOCKS, IMPOSSIBLE_SUMS, TRACKS_COUNTED } from "./acoustic-statements.js";
import {
  COLLABORATIONS_RECOMPUTED,
  EVIDENCE_COUNTED,
  KINDS_OF_EVIDENCE,
} from "./collaboration-statements.js";
import { REFERENCES } from "./references.js";
import { inRange, noOrphans, oneRowAnMbid, properMbids, redirectsAreGone } from "./row-rules.js";
import { dumpRowsKept, inputsKept } from "./source-counts.js";

/** Float32 noise goes a little beyond 1. */
const PROBABILITY = [0, 1.001] as const;
const PERCENT = [0, 100] as const;
const LONGEST_INT4 = 2 ** 31 - 1;

/** What `interlude validate` demands of normalization's tables, in the order of the report. */
export const normalizationRules: readonly Rule[] = [
  {
    name: "dump-rows-kept",
    description: "every mirror has the rows that the newest dump sent, and no others of it",
    severity: "error",
    check: dumpRowsKept,
  },
  {
    name: "inputs-kept",
    description: "features and popularity that were sent are stored, and no others",
    severity: "error",
    check: inputsKept,
  },
  {
    name: "derived-sizes",
    description: "the totals that are kept as rows come and go are the sizes of the tables",
    severity: "error",
    check: `
      select format('%s %s, derivation says %s', counted.rows, counted.name, derivation.totals ->> counted.name) as broken
      from (select to_jsonb(derivation) as totals from normalization.derivation) as derivation
      cross join (
        select 'artists' as name, count(*) as rows from normalization.published_artists
        union all select 'collaborations', count(*) from normalization.artist_collaborations
        union all select 'tracks', count(*) from normalization.published_tracks
      ) as counted
      where counted.rows <> (derivation.totals ->> counted.name)::bigint`,
  },

  ...REFERENCES.map(noOrphans),
  {
    name: "orphans-recording-credit-names",
    description: "the credit of a recording names an artist",
    severity: "error",
    check: `
      select format('recording %s has credit %s, which names no artist', id, artist_credit) as broken
      from normalization.recording
      where not deleted and not exists (
        select from normalization.artist_credit_name as names
        where names.artist_credit = recording.artist_credit and not names.deleted)`,
  },
  {
    name: "credit-names-complete",
    description: "a credit has as many names as it says",
    severity: "warning",
    check: `
      select format('credit %s says %s and has %s names', id, artist_count, coalesce(names, 0)) as broken
      from normalization.artist_credit
      left join (
        select artist_credit as id, count(*) as names from normalization.artist_credit_name
        where not deleted group by artist_credit
      ) as counted using (id)
      where not deleted and artist_count <> coalesce(names, 0)`,
  },

  ...["artist", "recording", "artist_credit"].map(oneRowAnMbid),
  redirectsAreGone("artist_gid_redirect", "artist"),
  redirectsAreGone("recording_gid_redirect", "recording"),
  redirectsAreGone("artist_credit_gid_redirect", "artist_credit"),
  {
    name: "duplicate-spotify-id",
    description: "no two artists have one primary Spotify id",
    severity: "warning",
    check: `
      select format('%s is of %s artists', spotify_id, count(*)) as broken from normalization.published_artists
      where spotify_id is not null group by spotify_id having count(*) > 1`,
  },

  ...["artist", "recording", "artist_credit", "artist_gid_redirect", "recording_gid_redirect"].map(
    properMbids,
  ),
  inRange("recording", "length", [1, LONGEST_INT4]),
  inRange("artist", "begin_year", [-4000, 2100], "warning"),
  inRange("artist", "end_year", [-4000, 2100], "warning"),
  {
    name: "years-in-order",
    description: "no artist ends before it begins",
    severity: "warning",
    check: `
      select format('artist %s begins in %s and ends in %s', id, begin_year, end_year) as broken
      from normalization.artist where not deleted and begin_year > end_year`,
  },
  inRange("popularity_snapshots", "popularity", PERCENT),
  inRange("popularity_snapshots", "followers", [0, Number.MAX_SAFE_INTEGER]),
  {
    name: "range-popularity-snapshots-as-of",
    description: "popularity was taken since there is a provider (2006), and not in the future",
    severity: "error",
    check: `
      select format('%s %s is of %s', provider, id, as_of) as broken from normalization.popularity_snapshots
      where as_of not between date '2006-01-01' and current_date + 1`,
  },
  inRange("published_artists", "popularity", PERCENT),
  inRange("published_artists", "popularity_percent", PERCENT),
  {
    name: "range-probabilities",
    description: "the classes of every model of a document sum to one",
    severity: "error",
    bounds: [1_000_000, 1_000_000],
    check: BROKEN_BLOCKS,
  },
  {
    name: "range-acoustic-features",
    description: "sums an artist and decade are ones that so many tracks can have",
    severity: "error",
    check: IMPOSSIBLE_SUMS,
  },
  inRange("published_tracks", "bpm", [0, 1000]),
  inRange("published_tracks", "key", [0, 11]),
  inRange("published_tracks", "average_loudness", [0, 1]),
  inRange("published_tracks", "onset_rate", [0, 1000]),
  inRange("published_tracks", "dynamic_complexity", [0, 1000]),
  inRange("published_tracks", "first_release", [1_000_00_00, 2_100_99_99], "warning"),
  inRange("low_level_features", "bpm", [0, 1000], "warning"),
  inRange("low_level_features", "average_loudness", [0, 1.001], "warning"),
  inRange("low_level_features", "onset_rate", [0, 1000], "warning"),
  inRange("low_level_features", "dynamic_complexity", [0, 1000], "warning"),
  ...["danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness", "valence"].map(
    (feature) => inRange("track_features", feature, PROBABILITY, "warning"),
  ),
  inRange("track_features", "loudness_db", [-100, 20], "warning"),
  inRange("track_features", "tempo", [0, 1000], "warning"),
  inRange("track_features", "duration_ms", [1, LONGEST_INT4], "warning"),

  {
    name: "collaborations-recomputed",
    description: "collaborations are what the mirrored rows give",
    severity: "error",
    check: COLLABORATIONS_RECOMPUTED,
  },
  {
    name: "kinds-of-evidence",
    description: "the kinds of a collaboration are those that relationships say",
    severity: "error",
    check: KINDS_OF_EVIDENCE,
  },
  {
    name: "evidence-counted",
    description: "evidence counts the relationships and recordings that say so",
    severity: "error",
    check: EVIDENCE_COUNTED,
  },
  {
    name: "acoustic-tracks-counted",
    description: "artists have as many tracks with features, by decade, as are published",
    severity: "error",
    check: TRACKS_COUNTED,
  },
  {
    name: "genres-once",
    description: "an artist has a genre once, however many tags have its name",
    severity: "error",
    check: `
      select format('%s has %s %s times', artist, min(genre ->> 'name'), count(*)) as broken
      from normalization.published_artists cross join jsonb_array_elements(genres) as genre
      group by artist, normalize(lower(genre ->> 'name')) having count(*) > 1`,
  },
  {
    name: "features-reach-artists",
    description: "where there are acoustic documents, some artist has tracks with features",
    severity: "warning",
    check: `
      select 'no artist has any' as broken where exists (select from normalization.recording_features)
        and not exists (select from normalization.published_artists where acoustic_tracks > 0)`,
  },
  {
    name: "popularity-reaches-artists",
    description: "where there is popularity of artists, some artist has it",
    severity: "warning",
    check: `
      select 'no artist has any' as broken
      where exists (select from normalization.popularity_snapshots where entity = 'artist')
        and not exists (select from normalization.published_artists where popularity is not null)`,
  },
];
