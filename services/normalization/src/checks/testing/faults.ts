import { RECORDING_KINDS } from "@interlude/core-musicbrainz";
import { type Fault, type Faults, type Reference, insertedRow } from "@interlude/infra-checks";
import type { ColumnType } from "../../mirror/mirror-table.js";
import { mirrors } from "../../mirror/mirror-tables.js";
import { REFERENCES } from "../references.js";

const LEAST_MBID = "00000000-0000-4000-8000-000000000000";
const GREATEST_MBID = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/** Changes one row of a table; of a mirror, one that is not deleted. */
function changed(table: string, assignment: string, where = "true"): Fault {
  const name = `normalization.${table}`;
  return {
    sql: `update ${name} set ${assignment} where ctid = (select ctid from ${name} where ${where} limit 1)`,
  };
}

const SOURCE_VERSION = { source_sequence: "1000000", source_position: "0", deleted: "false" };
const TRACK = { provider: "test", id: "1", as_of: "2024-01-01", name: "", artists: "{}", artist_ids: "{}" };

function trackFeature(column: string, value: string): Fault {
  return insertedRow("normalization.track_features", { ...TRACK, source: "", epoch: "1", [column]: value });
}

function lowLevelFeature(column: string, value: string): Fault {
  return insertedRow("normalization.low_level_features", {
    recording: LEAST_MBID,
    submission: "0",
    [column]: value,
  });
}

const BLANK: Readonly<Record<ColumnType, string>> = {
  integer: "1900000000",
  "integer?": "1900000000",
  uuid: LEAST_MBID,
  "uuid?": LEAST_MBID,
  text: "",
  "text?": "",
  boolean: "false",
  "boolean?": "false",
};

/** A row of a mirror with arbitrary values. */
function blankRow(table: string, given: Readonly<Record<string, string>>): string {
  const mirror = Object.values(mirrors).find((one) => one.table === table)!;
  const columns = Object.entries(mirror.columns as Readonly<Record<string, ColumnType>>);
  const blank = Object.fromEntries(columns.map(([column, type]) => [column, BLANK[type]]));
  return insertedRow(`normalization.${table}`, { ...blank, ...SOURCE_VERSION, ...given }).sql!;
}

const EVIDENCE = { kind: "producer", artist_a: LEAST_MBID, artist_b: GREATEST_MBID };
/** Derived tables that a sample without relationships has no row of. */
const MAYBE_EMPTY: Readonly<Record<string, Fault>> = {
  relationship_pairs: insertedRow("normalization.relationship_pairs", { origin: "a", id: "1", ...EVIDENCE }),
  relationship_evidence: insertedRow("normalization.relationship_evidence", { count: "1", ...EVIDENCE }),
};

function dangling({ table, column, target }: Reference): Fault {
  if (MAYBE_EMPTY[table] !== undefined) return MAYBE_EMPTY[table];
  if (target === "published_artists") {
    return changed(table, `${column} = '${column === "artist_b" ? GREATEST_MBID : LEAST_MBID}'`);
  }
  if (table === "published_tracks") return changed(table, `${column} = 2000000000`);
  return { sql: `${blankRow(target, {})}; ${blankRow(table, { [column]: "2000000000" })}` };
}

/** An MBID that a live row has, as that of a merged one. */
function mergedAndLive(redirects: string, table: string): Fault {
  return {
    sql: `insert into normalization.${redirects} (gid, new_id, source_sequence, source_position, deleted)
      select gid, id, 1000000, 0, false from normalization.${table} where not deleted order by id desc limit 1
      on conflict (gid) do update set deleted = false`,
  };
}

function sameMbid(table: string): Fault {
  return {
    sql: `update normalization.${table} set gid = '${LEAST_MBID}' where id in (
    select id from normalization.${table} where not deleted limit 2)`,
  };
}

/** For each rule on normalization's tables, a fault that breaks it. */
export const normalizationFaults: Faults = {
  "dump-rows-kept": {
    sql: `delete from normalization.recording where id in (
      select id from normalization.recording order by id limit 1000)`,
  },
  "inputs-kept": { sql: "delete from normalization.popularity_snapshots" },
  "derived-sizes": changed("derivation", "tracks = tracks + 1"),
  ...Object.fromEntries(
    REFERENCES.map((reference) => [
      `orphans-${reference.table}-${reference.column}`.replaceAll("_", "-"),
      dangling(reference),
    ]),
  ),
  "orphans-recording-credit-names": { sql: "update normalization.artist_credit_name set deleted = true" },
  "credit-names-complete": changed("artist_credit", "artist_count = artist_count + 1", "not deleted"),
  "duplicate-artist-gid": sameMbid("artist"),
  "duplicate-recording-gid": sameMbid("recording"),
  "duplicate-artist-credit-gid": sameMbid("artist_credit"),
  "redirect-and-live-artist": mergedAndLive("artist_gid_redirect", "artist"),
  "redirect-and-live-recording": mergedAndLive("recording_gid_redirect", "recording"),
  "redirect-and-live-artist-credit": mergedAndLive("artist_credit_gid_redirect", "artist_credit"),
  "duplicate-spotify-id": { sql: "update normalization.published_artists set spotify_id = 'one'" },
  ...Object.fromEntries(
    ["artist", "recording", "artist_credit"].map((table) => [
      `mbid-${table}`.replaceAll("_", "-"),
      changed(table, "gid = '00000000-0000-0000-0000-000000000000'", "not deleted"),
    ]),
  ),
  ...Object.fromEntries(
    ["artist_gid_redirect", "recording_gid_redirect"].map((table) => [
      `mbid-${table}`.replaceAll("_", "-"),
      insertedRow(`normalization.${table}`, {
        gid: "00000000-0000-4000-0000-000000000000",
        new_id: "1",
        ...SOURCE_VERSION,
      }),
    ]),
  ),
  "range-recording-length": changed("recording", "length = 0", "not deleted"),
  "range-artist-begin-year": changed("artist", "begin_year = 19170", "not deleted"),
  "range-artist-end-year": changed("artist", "end_year = -5000", "not deleted"),
  "years-in-order": changed("artist", "begin_year = 1950, end_year = 1949", "not deleted"),
  "range-popularity-snapshots-popularity": changed("popularity_snapshots", "popularity = 100.5"),
  "range-popularity-snapshots-followers": changed("popularity_snapshots", "followers = -1"),
  "range-popularity-snapshots-as-of": changed("popularity_snapshots", "as_of = current_date + 2"),
  "range-published-artists-popularity": changed("published_artists", "popularity = 'NaN'"),
  "range-published-artists-popularity-percent": changed("published_artists", "popularity_percent = 101"),
  "range-probabilities": changed(
    "recording_features",
    "classes[1] = classes[1] + 1",
    "classes[1] is not null",
  ),
  "range-acoustic-features": changed("acoustic_features", "squares[1] = 0", "sums[1] > 0"),
  "range-published-tracks-bpm": changed("published_tracks", "bpm = -1"),
  "range-published-tracks-key": changed("published_tracks", "key = 12"),
  "range-published-tracks-average-loudness": changed("published_tracks", "average_loudness = 1.5"),
  "range-published-tracks-onset-rate": changed("published_tracks", "onset_rate = 'NaN'"),
  "range-published-tracks-dynamic-complexity": changed("published_tracks", "dynamic_complexity = -1"),
  "range-published-tracks-first-release": changed("published_tracks", "first_release = 19170101 - 19000000"),
  "range-low-level-features-bpm": lowLevelFeature("bpm", "-1"),
  "range-low-level-features-average-loudness": lowLevelFeature("average_loudness", "1.5"),
  "range-low-level-features-onset-rate": lowLevelFeature("onset_rate", "NaN"),
  "range-low-level-features-dynamic-complexity": lowLevelFeature("dynamic_complexity", "-1"),
  "range-track-features-danceability": trackFeature("danceability", "1.5"),
  "range-track-features-energy": trackFeature("energy", "1.5"),
  "range-track-features-speechiness": trackFeature("speechiness", "1.5"),
  "range-track-features-acousticness": trackFeature("acousticness", "1.5"),
  "range-track-features-instrumentalness": trackFeature("instrumentalness", "1.5"),
  "range-track-features-liveness": trackFeature("liveness", "-0.5"),
  "range-track-features-valence": trackFeature("valence", "1.5"),
  "range-track-features-loudness-db": trackFeature("loudness_db", "50"),
  "range-track-features-tempo": trackFeature("tempo", "-1"),
  "range-track-features-duration-ms": trackFeature("duration_ms", "0"),
  "collaborations-recomputed": changed("artist_collaborations", "weight = weight + 1"),
  "kinds-of-evidence": changed("artist_collaborations", "kinds = '{nothing}'"),
  "evidence-counted": MAYBE_EMPTY["relationship_evidence"]!,
  "acoustic-tracks-counted": changed("acoustic_features", "tracks = tracks + 1"),
  "genres-once": changed(
    "published_artists",
    `genres = '[{"name": "bop", "votes": 2}, {"name": "Bop", "votes": 1}]'`,
  ),
  "features-reach-artists": { sql: "update normalization.published_artists set acoustic_tracks = 0" },
  "popularity-reaches-artists": { sql: "update normalization.published_artists set popularity = null" },
};

/** Adds an artist that performs on a recording that is credited to another. */
export const ADD_PERFORMANCE = `
  with type as (
    insert into normalization.link_type (id, gid, name, source_sequence, source_position, deleted)
    values (1900000000, '${RECORDING_KINDS.find(({ performs }) => performs)!.linkTypes[0]!}', '', 0, 0, false) returning id
  ),
  link as (
    insert into normalization.link (id, link_type, ended, source_sequence, source_position, deleted)
    select 1900000000, id, false, 0, 0, false from type returning id
  ),
  found as (
    select recording.id as recording, performer.id as artist
    from normalization.recording
    join normalization.credit_artists as credited on credited.artist_credit = recording.artist_credit
    join normalization.artist as performer on performer.mbid <> credited.artist
    where not recording.deleted and not performer.deleted and not exists (
      select from normalization.credit_artists as other
      where other.artist_credit = credited.artist_credit and other.artist = performer.mbid)
    limit 1
  )
  insert into normalization.l_artist_recording (id, link, artist, recording, source_sequence, source_position, deleted)
  select 1900000000, link.id, found.artist, found.recording, 0, 0, false from link cross join found`;
