// Generated from schemas/ by `npm run contracts:generate`. Do not edit.

import type * as value from "./types.js";

/** What the topic of each MusicBrainz table carries. */
export interface TableChanges {
  artist: value.ArtistChange;
  artist_type: value.ArtistTypeChange;
  artist_credit: value.ArtistCreditChange;
  artist_credit_name: value.ArtistCreditNameChange;
  artist_gid_redirect: value.ArtistGidRedirectChange;
  artist_credit_gid_redirect: value.ArtistCreditGidRedirectChange;
  artist_tag: value.ArtistTagChange;
  recording: value.RecordingChange;
  recording_gid_redirect: value.RecordingGidRedirectChange;
  isrc: value.IsrcChange;
  gender: value.GenderChange;
  area: value.AreaChange;
  genre: value.GenreChange;
  tag: value.TagChange;
  release: value.ReleaseChange;
  release_country: value.ReleaseCountryChange;
  release_unknown_country: value.ReleaseUnknownCountryChange;
  medium: value.MediumChange;
  track: value.TrackChange;
  url: value.UrlChange;
  link: value.LinkChange;
  link_type: value.LinkTypeChange;
  link_attribute: value.LinkAttributeChange;
  link_attribute_type: value.LinkAttributeTypeChange;
  l_artist_artist: value.LArtistArtistChange;
  l_artist_recording: value.LArtistRecordingChange;
  l_artist_url: value.LArtistUrlChange;
}

/** A MusicBrainz table that has a topic. */
export type TableName = keyof TableChanges;

/** A row change of any table. */
export type AnyRowChange = TableChanges[TableName];

/** How many partitions the topic of each table has. */
export const tablePartitions: Readonly<Record<TableName, number>> = {
  artist: 4,
  artist_type: 1,
  artist_credit: 4,
  artist_credit_name: 4,
  artist_gid_redirect: 4,
  artist_credit_gid_redirect: 4,
  artist_tag: 4,
  recording: 4,
  recording_gid_redirect: 4,
  isrc: 4,
  gender: 1,
  area: 1,
  genre: 1,
  tag: 4,
  release: 4,
  release_country: 4,
  release_unknown_country: 4,
  medium: 4,
  track: 4,
  url: 4,
  link: 4,
  link_type: 1,
  link_attribute: 4,
  link_attribute_type: 1,
  l_artist_artist: 4,
  l_artist_recording: 4,
  l_artist_url: 4,
};
