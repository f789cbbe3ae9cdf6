-- Up Migration

create table low_level_features (
  recording uuid not null,
  submission integer not null,
  average_loudness double precision,
  dynamic_complexity double precision,
  mfcc_zero_mean double precision,
  lowlevel_epoch bigint,
  bpm double precision,
  first_peak_bpm_mean double precision,
  first_peak_bpm_median double precision,
  second_peak_bpm_mean double precision,
  second_peak_bpm_median double precision,
  danceability_dfa double precision,
  onset_rate double precision,
  rhythm_epoch bigint,
  key text,
  scale text,
  tuning_frequency double precision,
  tuning_deviation double precision,
  tonal_epoch bigint,
  primary key (recording, submission)
);
comment on table low_level_features is 'AcousticBrainz low-level features as submitted, by the MBID of the submission. All submissions of a recording are kept; whoever wants one takes the lowest offset, as tracks take their document, so that both describe the same submission.';
comment on column low_level_features.submission is 'Submission offset, from 0.';
comment on column low_level_features.lowlevel_epoch is 'Epoch that brought the columns before it; null where that table has no row. Those of an older epoch never replace them.';
comment on column low_level_features.rhythm_epoch is 'As lowlevel_epoch, for bpm to onset_rate.';
comment on column low_level_features.tonal_epoch is 'As lowlevel_epoch, for key to tuning_deviation.';
comment on column low_level_features.danceability_dfa is 'Detrended fluctuation analysis, without upper bound; not the classifier''s probability.';

create table track_features (
  provider text not null,
  id text collate "C" not null,
  as_of date not null,
  name text not null,
  artists text[] not null,
  artist_ids text[] not null,
  album_id text,
  explicit boolean,
  duration_ms integer,
  release_date text,
  danceability double precision,
  energy double precision,
  key integer,
  loudness_db double precision,
  mode integer,
  speechiness double precision,
  acousticness double precision,
  instrumentalness double precision,
  liveness double precision,
  valence double precision,
  tempo double precision,
  time_signature integer,
  source text not null,
  epoch bigint not null,
  primary key (provider, id, as_of)
);
comment on table track_features is 'What tracks sound like as providers published it; one row a day it was taken, never replaced by another day''s.';
comment on column track_features.id is 'The provider''s identifier.';
comment on column track_features.release_date is 'YYYY, YYYY-MM or YYYY-MM-DD.';
comment on column track_features.key is 'Pitch class, 0 is C.';
comment on column track_features.epoch is 'Epoch that brought the row; a row of an older one never replaces it.';

-- Down Migration
drop table track_features;
drop table low_level_features;
