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
  ...references("normalization", "artists", {
    type: "artist_types.id",
    area: "areas.id",
    gender: "genders.id",
  }),
  ...references("normalization", "artist_credit_names", {
    artist_credit: "artist_credits.id",
    artist: "artists.id",
  }),
  ...references("normalization", "recordings", { artist_credit: "artist_credits.id" }),
  ...references("normalization", "artist_redirects", { new_id: "artists.id" }),
  ...references("normalization", "recording_redirects", { new_id: "recordings.id" }),
  ...references("normalization", "artist_credit_redirects", { new_id: "artist_credits.id" }),
  ...references("normalization", "links", { link_type: "link_types.id" }),
  ...references("normalization", "artist_urls", { artist: "artists.id", url: "urls.id", link: "links.id" }),
  ...references("normalization", "artist_relationships", {
    link: "links.id",
    artist0: "artists.id",
    artist1: "artists.id",
  }),
  ...references("normalization", "recording_relationships", {
    link: "links.id",
    artist: "artists.id",
    recording: "recordings.id",
  }),
  ...references("normalization", "link_attributes", {
    link: "links.id",
    attribute_type: "link_attribute_types.id",
  }),
  ...references("normalization", "artist_tags", { artist: "artists.id", tag: "tags.id" }),
  ...references("normalization", "isrcs", { recording: "recordings.id" }),
  ...references("normalization", "tracks", { recording: "recordings.id", medium: "media.id" }),
  ...references("normalization", "media", { release: "releases.id" }),
  ...references("normalization", "release_countries", { release: "releases.id", country: "areas.id" }),
  ...references("normalization", "release_unknown_countries", { release: "releases.id" }),
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
  ...references("normalization", "published_tracks", { recording_id: "recordings.id" }),
  ...references("normalization", "acoustic_features", { artist: "published_artists.artist" }),
];
