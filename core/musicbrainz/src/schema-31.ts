/** Both lists separated by commas. */
export interface TableDefinition {
  readonly primaryKey: string;
  readonly columns: string;
}

/**
 * Tables of MusicBrainz's schema sequence 31 (since 2026-05-11) in COPY column order, from `CreateTables.sql` and
 * `CreatePrimaryKeys.sql`: a column is its name and type, with `?` where it may be NULL. Only the tables that bear on
 * artists, their credits, recordings, releases, relationships and tags.
 */
export const SCHEMA_31: Readonly<Record<string, TableDefinition>> = {
  artist: {
    primaryKey: "id",
    columns: `
      id int4, gid uuid, name varchar, sort_name varchar, begin_date_year int2?, begin_date_month int2?,
      begin_date_day int2?, end_date_year int2?, end_date_month int2?, end_date_day int2?, type int4?,
      area int4?, gender int4?, comment varchar(255), edits_pending int4, last_updated timestamptz?,
      ended bool, begin_area int4?, end_area int4?`,
  },
  artist_credit: {
    primaryKey: "id",
    columns: `
      id int4, name varchar, artist_count int2, ref_count int4?, created timestamptz?, edits_pending int4,
      gid uuid`,
  },
  artist_credit_name: {
    primaryKey: "artist_credit, position",
    columns: "artist_credit int4, position int2, artist int4, name varchar, join_phrase text",
  },
  recording: {
    primaryKey: "id",
    columns: `
      id int4, gid uuid, name varchar, artist_credit int4, length int4?, comment varchar(255),
      edits_pending int4, last_updated timestamptz?, video bool`,
  },
  isrc: {
    primaryKey: "id",
    columns: "id int4, recording int4, isrc char(12), edits_pending int4, created timestamptz?",
  },
  artist_type: {
    primaryKey: "id",
    columns: "id int4, name varchar(255), parent int4?, child_order int4, description text?, gid uuid",
  },
  gender: {
    primaryKey: "id",
    columns: "id int4, name varchar(255), parent int4?, child_order int4, description text?, gid uuid",
  },
  area: {
    primaryKey: "id",
    columns: `
      id int4, gid uuid, name varchar, type int4?, edits_pending int4, last_updated timestamptz?,
      begin_date_year int2?, begin_date_month int2?, begin_date_day int2?, end_date_year int2?,
      end_date_month int2?, end_date_day int2?, ended bool, comment varchar(255)`,
  },
  area_type: {
    primaryKey: "id",
    columns: "id int4, name varchar(255), parent int4?, child_order int4, description text?, gid uuid",
  },
  genre: {
    primaryKey: "id",
    columns:
      "id int4, gid uuid, name varchar, comment varchar(255), edits_pending int4, last_updated timestamptz?",
  },
  tag: {
    primaryKey: "id",
    columns: "id int4, name varchar(255), ref_count int4",
  },
  artist_tag: {
    primaryKey: "artist, tag",
    columns: "artist int4, tag int4, count int4, last_updated timestamptz?",
  },
  recording_tag: {
    primaryKey: "recording, tag",
    columns: "recording int4, tag int4, count int4, last_updated timestamptz?",
  },
  artist_meta: { primaryKey: "id", columns: "id int4, rating int2?, rating_count int4?" },
  recording_meta: { primaryKey: "id", columns: "id int4, rating int2?, rating_count int4?" },
  release: {
    primaryKey: "id",
    columns: `
      id int4, gid uuid, name varchar, artist_credit int4, release_group int4, status int4?, packaging int4?,
      language int4?, script int4?, barcode varchar(255)?, comment varchar(255), edits_pending int4,
      quality int2, last_updated timestamptz?`,
  },
  release_group: {
    primaryKey: "id",
    columns: `
      id int4, gid uuid, name varchar, artist_credit int4, type int4?, comment varchar(255),
      edits_pending int4, last_updated timestamptz?`,
  },
  release_country: {
    primaryKey: "release, country",
    columns: "release int4, country int4, date_year int2?, date_month int2?, date_day int2?",
  },
  release_unknown_country: {
    primaryKey: "release",
    columns: "release int4, date_year int2?, date_month int2?, date_day int2?",
  },
  medium: {
    primaryKey: "id",
    columns: `
      id int4, release int4, position int4, format int4?, name varchar, edits_pending int4,
      last_updated timestamptz?, track_count int4, gid uuid`,
  },
  track: {
    primaryKey: "id",
    columns: `
      id int4, gid uuid, recording int4, medium int4, position int4, number text, name varchar,
      artist_credit int4, length int4?, edits_pending int4, last_updated timestamptz?, is_data_track bool`,
  },
  link: {
    primaryKey: "id",
    columns: `
      id int4, link_type int4, begin_date_year int2?, begin_date_month int2?, begin_date_day int2?,
      end_date_year int2?, end_date_month int2?, end_date_day int2?, attribute_count int4,
      created timestamptz?, ended bool`,
  },
  link_type: {
    primaryKey: "id",
    columns: `
      id int4, parent int4?, child_order int4, gid uuid, entity_type0 varchar(50),
      entity_type1 varchar(50), name varchar(255), description text?, link_phrase varchar(255),
      reverse_link_phrase varchar(255), long_link_phrase varchar(255), last_updated timestamptz?,
      is_deprecated bool, has_dates bool, entity0_cardinality int2, entity1_cardinality int2`,
  },
  link_attribute: {
    primaryKey: "link, attribute_type",
    columns: "link int4, attribute_type int4, created timestamptz?",
  },
  link_attribute_type: {
    primaryKey: "id",
    columns: `
      id int4, parent int4?, root int4, child_order int4, gid uuid, name varchar(255), description text?,
      last_updated timestamptz?`,
  },
  l_artist_artist: {
    primaryKey: "id",
    columns: `
      id int4, link int4, entity0 int4, entity1 int4, edits_pending int4, last_updated timestamptz?,
      link_order int4, entity0_credit text, entity1_credit text`,
  },
  l_artist_recording: {
    primaryKey: "id",
    columns: `
      id int4, link int4, entity0 int4, entity1 int4, edits_pending int4, last_updated timestamptz?,
      link_order int4, entity0_credit text, entity1_credit text`,
  },
  l_artist_url: {
    primaryKey: "id",
    columns: `
      id int4, link int4, entity0 int4, entity1 int4, edits_pending int4, last_updated timestamptz?,
      link_order int4, entity0_credit text, entity1_credit text`,
  },
  l_recording_url: {
    primaryKey: "id",
    columns: `
      id int4, link int4, entity0 int4, entity1 int4, edits_pending int4, last_updated timestamptz?,
      link_order int4, entity0_credit text, entity1_credit text`,
  },
  url: {
    primaryKey: "id",
    columns: "id int4, gid uuid, url text, edits_pending int4, last_updated timestamptz?",
  },
  artist_gid_redirect: {
    primaryKey: "gid",
    columns: "gid uuid, new_id int4, created timestamptz?",
  },
  recording_gid_redirect: {
    primaryKey: "gid",
    columns: "gid uuid, new_id int4, created timestamptz?",
  },
  artist_credit_gid_redirect: {
    primaryKey: "gid",
    columns: "gid uuid, new_id int4, created timestamptz?",
  },
  url_gid_redirect: {
    primaryKey: "gid",
    columns: "gid uuid, new_id int4, created timestamptz?",
  },
  replication_control: {
    primaryKey: "id",
    columns: `
      id int4, current_schema_sequence int4, current_replication_sequence int4?,
      last_replication_date timestamptz?`,
  },
};
