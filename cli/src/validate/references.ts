/** A column that names a row of another table without a foreign key, because rows may arrive in any order. */
export interface Reference {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Table of the same schema. */
  readonly target: string;
  readonly targetColumn: string;
}

const references = (
  schema: string,
  table: string,
  targets: Readonly<Record<string, `${string}.${string}`>>,
): Reference[] =>
  Object.entries(targets).map(([column, name]) => {
    const [target, targetColumn] = name.split(".") as [string, string];
    return { schema, table, column, target, targetColumn };
  });

/** Of mirrors: what MusicBrainz itself holds with foreign keys, so that it must hold here once an epoch is complete. */
export const MIRROR_REFERENCES: readonly Reference[] = [
  ...references("normalization", "artist", {
    type: "artist_type.id",
    area: "area.id",
    gender: "gender.id",
  }),
  ...references("normalization", "artist_credit_name", {
    artist_credit: "artist_credit.id",
    artist: "artist.id",
  }),
  ...references("normalization", "recording", { artist_credit: "artist_credit.id" }),
  ...references("normalization", "artist_gid_redirect", { new_id: "artist.id" }),
  ...references("normalization", "recording_gid_redirect", { new_id: "recording.id" }),
  ...references("normalization", "artist_credit_gid_redirect", { new_id: "artist_credit.id" }),
  ...references("normalization", "link", { link_type: "link_type.id" }),
  ...references("normalization", "l_artist_url", { artist: "artist.id", url: "url.id", link: "link.id" }),
  ...references("normalization", "l_artist_artist", {
    link: "link.id",
    artist0: "artist.id",
    artist1: "artist.id",
  }),
  ...references("normalization", "l_artist_recording", {
    link: "link.id",
    artist: "artist.id",
    recording: "recording.id",
  }),
  ...references("normalization", "link_attribute", {
    link: "link.id",
    attribute_type: "link_attribute_type.id",
  }),
  ...references("normalization", "artist_tag", { artist: "artist.id", tag: "tag.id" }),
  ...references("normalization", "isrc", { recording: "recording.id" }),
  ...references("normalization", "track", { recording: "recording.id", medium: "medium.id" }),
  ...references("normalization", "medium", { release: "release.id" }),
  ...references("normalization", "release_country", { release: "release.id", country: "area.id" }),
  ...references("normalization", "release_unknown_country", { release: "release.id" }),
];

/** Of tables that are derived: artists and tracks are known by what was published. */
export const DERIVED_REFERENCES: readonly Reference[] = [
  ...references("normalization", "credit_artists", { artist: "published_artists.artist" }),
  ...references("normalization", "credit_pairs", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("normalization", "artist_collaborations", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("normalization", "relationship_pairs", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("normalization", "relationship_evidence", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("normalization", "published_tracks", { recording_id: "recording.id" }),
  ...references("normalization", "acoustic_features", { artist: "published_artists.artist" }),
];
