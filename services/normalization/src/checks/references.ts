import type { Reference } from "@interlude/infra-checks";

const references = (table: string, targets: Readonly<Record<string, `${string}.${string}`>>): Reference[] =>
  Object.entries(targets).map(([column, name]) => {
    const [target, targetColumn] = name.split(".") as [string, string];
    return { schema: "normalization", table, column, target, targetColumn };
  });

/** Of mirrors: what MusicBrainz itself holds with foreign keys, so that it must hold here once an epoch is complete. */
const MIRROR_REFERENCES: readonly Reference[] = [
  ...references("artist", {
    type: "artist_type.id",
    area: "area.id",
    gender: "gender.id",
  }),
  ...references("artist_credit_name", {
    artist_credit: "artist_credit.id",
    artist: "artist.id",
  }),
  ...references("recording", { artist_credit: "artist_credit.id" }),
  ...references("artist_gid_redirect", { new_id: "artist.id" }),
  ...references("recording_gid_redirect", { new_id: "recording.id" }),
  ...references("artist_credit_gid_redirect", { new_id: "artist_credit.id" }),
  ...references("link", { link_type: "link_type.id" }),
  ...references("l_artist_url", { artist: "artist.id", url: "url.id", link: "link.id" }),
  ...references("l_artist_artist", {
    link: "link.id",
    artist0: "artist.id",
    artist1: "artist.id",
  }),
  ...references("l_artist_recording", {
    link: "link.id",
    artist: "artist.id",
    recording: "recording.id",
  }),
  ...references("link_attribute", {
    link: "link.id",
    attribute_type: "link_attribute_type.id",
  }),
  ...references("artist_tag", { artist: "artist.id", tag: "tag.id" }),
  ...references("isrc", { recording: "recording.id" }),
  ...references("track", { recording: "recording.id", medium: "medium.id" }),
  ...references("medium", { release: "release.id" }),
  ...references("release_country", { release: "release.id", country: "area.id" }),
  ...references("release_unknown_country", { release: "release.id" }),
];

/** Of tables that are derived: artists and tracks are known by what was published. */
const DERIVED_REFERENCES: readonly Reference[] = [
  ...references("credit_artists", { artist: "published_artists.artist" }),
  ...references("credit_pairs", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("artist_collaborations", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("relationship_pairs", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("relationship_evidence", {
    artist_a: "published_artists.artist",
    artist_b: "published_artists.artist",
  }),
  ...references("published_tracks", { recording_id: "recording.id" }),
  ...references("acoustic_features", { artist: "published_artists.artist" }),
];

/** Every column of normalization's tables that names another row. */
export const REFERENCES: readonly Reference[] = [...MIRROR_REFERENCES, ...DERIVED_REFERENCES];
