import { RECORDING_KINDS } from "@interlude/core-musicbrainz";
import { type ColumnType, mirrors } from "@interlude/service-normalization";
import type { DeadLetterCount } from "../dead-letter-counts.js";
import { DERIVED_REFERENCES, MIRROR_REFERENCES, type Reference } from "../references.js";

/** Something that goes wrong: with the stored rows, or beside them. */
export interface Fault {
  readonly sql?: string;
  readonly deadLetters?: readonly DeadLetterCount[];
}

const LEAST_MBID = "00000000-0000-4000-8000-000000000000";
const GREATEST_MBID = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/** Changes one row of a table; of a mirror, one that is not deleted. */
function changed(table: string, assignment: string, where = "true"): Fault {
  const name = `normalization.${table}`;
  return {
    sql: `update ${name} set ${assignment} where ctid = (select ctid from ${name} where ${where} limit 1)`,
  };
}

function inserted(table: string, row: Readonly<Record<string, string>>): Fault {
  const values = Object.values(row).map((value) => `'${value}'`);
  return { sql: `insert into ${table} (${Object.keys(row).join(", ")}) values (${values.join(", ")})` };
}

const PLACE = { source_sequence: "1000000", source_position: "0", deleted: "false" };
const TRACK = { provider: "test", id: "1", as_of: "2024-01-01", name: "", artists: "{}", artist_ids: "{}" };

function trackFeature(column: string, value: string): Fault {
  return inserted("normalization.track_features", { ...TRACK, source: "", epoch: "1", [column]: value });
}

function lowLevelFeature(column: string, value: string): Fault {
  return inserted("normalization.low_level_features", {
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

/** A row of a mirror, whatever it means. */
function blankRow(table: string, given: Readonly<Record<string, string>>): string {
  const mirror = Object.values(mirrors).find((one) => one.table === table)!;
  const columns = Object.entries(mirror.columns as Readonly<Record<string, ColumnType>>);
  const blank = Object.fromEntries(columns.map(([column, type]) => [column, BLANK[type]]));
  return inserted(`normalization.${table}`, { ...blank, ...PLACE, ...given }).sql!;
}

const EVIDENCE = { kind: "producer", artist_a: LEAST_MBID, artist_b: GREATEST_MBID };
/** Derived tables that a sample without relationships has no row of. */
const MAYBE_EMPTY: Readonly<Record<string, Fault>> = {
  relationship_pairs: inserted("normalization.relationship_pairs", { origin: "a", id: "1", ...EVIDENCE }),
  relationship_evidence: inserted("normalization.relationship_evidence", { count: "1", ...EVIDENCE }),
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

const candidate = { artist_a: LEAST_MBID, artist_b: GREATEST_MBID };

/** For each rule, by name, a fault that breaks it. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "stages-complete": { sql: "update graph.stage_state set completed_epoch = 1" },
  "dead-letters": {
    deadLetters: [{ service: "graph", code: "ROW_INVALID", topic: "catalog.artists", epoch: 1, letters: 3 }],
  },
  "outbox-stuck": inserted("graph.outbox", {
    topic: "graph.deltas",
    partition: "0",
    headers: "{}",
    count: "0",
    records: "",
  }),
  "dump-rows-kept": {
    sql: `delete from normalization.recording where id in (
      select id from normalization.recording order by id limit 1000)`,
  },
  "inputs-kept": { sql: "delete from normalization.popularity_snapshots" },
  "derived-sizes": changed("derivation", "tracks = tracks + 1"),
  ...Object.fromEntries(
    [...MIRROR_REFERENCES, ...DERIVED_REFERENCES].map((reference) => [
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
      inserted(`normalization.${table}`, {
        gid: "00000000-0000-4000-0000-000000000000",
        new_id: "1",
        ...PLACE,
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
  "range-published-tracks-first-release": changed("published_tracks", "first_release = 19170101 - 19000000"),
  "range-low-level-features-bpm": lowLevelFeature("bpm", "-1"),
  "range-low-level-features-average-loudness": lowLevelFeature("average_loudness", "1.5"),
  "range-low-level-features-onset-rate": lowLevelFeature("onset_rate", "NaN"),
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
  "range-candidates-probability": inserted("console.candidates", {
    ...candidate,
    probability: "1.5",
    operating_points: "{}",
    words: "",
    body: "{}",
    since_epoch: "1",
    changed_epoch: "1",
  }),
  "collaborations-recomputed": changed("artist_collaborations", "weight = weight + 1"),
  "kinds-of-evidence": changed("artist_collaborations", "kinds = '{nothing}'"),
  "evidence-counted": MAYBE_EMPTY["relationship_evidence"]!,
  "acoustic-tracks-counted": changed("acoustic_features", "tracks = tracks + 1"),
  "candidates-are-new": {
    sql: `insert into scoring.edges (artist_a, artist_b, weight, first_recording) values ('${LEAST_MBID}', '${GREATEST_MBID}', 1, 1);
      insert into scoring.models (model_id, trained_at_epoch, graph_version, model) values ('model', 1, 1, '{}');
      insert into scoring.candidates (artist_a, artist_b, model_id, graph_version, record)
      values ('${LEAST_MBID}', '${GREATEST_MBID}', 'model', 1, '{}')`,
  },
  "features-reach-artists": { sql: "update normalization.published_artists set acoustic_tracks = 0" },
  "popularity-reaches-artists": { sql: "update normalization.published_artists set popularity = null" },
};

/** An artist who performs on a recording that is credited to another. */
export const PERFORMANCE = `
  with type as (
    insert into normalization.link_type (id, gid, name, source_sequence, source_position, deleted)
    values (1900000000, '${RECORDING_KINDS.find(({ performs }) => performs)!.linkTypes[0]!}', '', 0, 0, false) returning id
  ),
  link as (
    insert into normalization.link (id, link_type, ended, source_sequence, source_position, deleted)
    select 1900000000, id, false, 0, 0, false from type returning id
  ),
  place as (
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
  select 1900000000, link.id, place.artist, place.recording, 0, 0, false from link cross join place`;
