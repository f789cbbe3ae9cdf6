-- Up Migration

create table acoustic_dimensions (
  position smallint primary key,
  block text not null,
  name text not null,
  block_position smallint not null,
  scale integer not null,
  unique (block, name)
);
comment on table acoustic_dimensions is 'What the arrays of acoustic features hold: fixed, listed here and in the code, which a test compares.';
comment on column acoustic_dimensions.position is 'Place in recording_features.classes, published_tracks.classes (classes only), acoustic_features.sums and squares, from 1.';
comment on column acoustic_dimensions.block is 'A classifier, whose classes are known together; or a measurement.';
comment on column acoustic_dimensions.name is 'Class, or the measurement again.';
comment on column acoustic_dimensions.block_position is 'Place of the block in acoustic_features.counts, from 1.';
comment on column acoustic_dimensions.scale is 'How many whole units make one: a probability is in millionths, a tempo in thousandths of a beat a minute.';
insert into acoustic_dimensions (position, block, name, block_position, scale) values
  (1, 'danceability', 'danceable', 1, 1000000),
  (2, 'danceability', 'not_danceable', 1, 1000000),
  (3, 'gender', 'female', 2, 1000000),
  (4, 'gender', 'male', 2, 1000000),
  (5, 'genre_dortmund', 'alternative', 3, 1000000),
  (6, 'genre_dortmund', 'blues', 3, 1000000),
  (7, 'genre_dortmund', 'electronic', 3, 1000000),
  (8, 'genre_dortmund', 'folkcountry', 3, 1000000),
  (9, 'genre_dortmund', 'funksoulrnb', 3, 1000000),
  (10, 'genre_dortmund', 'jazz', 3, 1000000),
  (11, 'genre_dortmund', 'pop', 3, 1000000),
  (12, 'genre_dortmund', 'raphiphop', 3, 1000000),
  (13, 'genre_dortmund', 'rock', 3, 1000000),
  (14, 'genre_electronic', 'ambient', 4, 1000000),
  (15, 'genre_electronic', 'dnb', 4, 1000000),
  (16, 'genre_electronic', 'house', 4, 1000000),
  (17, 'genre_electronic', 'techno', 4, 1000000),
  (18, 'genre_electronic', 'trance', 4, 1000000),
  (19, 'genre_rosamerica', 'cla', 5, 1000000),
  (20, 'genre_rosamerica', 'dan', 5, 1000000),
  (21, 'genre_rosamerica', 'hip', 5, 1000000),
  (22, 'genre_rosamerica', 'jaz', 5, 1000000),
  (23, 'genre_rosamerica', 'pop', 5, 1000000),
  (24, 'genre_rosamerica', 'rhy', 5, 1000000),
  (25, 'genre_rosamerica', 'roc', 5, 1000000),
  (26, 'genre_rosamerica', 'spe', 5, 1000000),
  (27, 'genre_tzanetakis', 'blu', 6, 1000000),
  (28, 'genre_tzanetakis', 'cla', 6, 1000000),
  (29, 'genre_tzanetakis', 'cou', 6, 1000000),
  (30, 'genre_tzanetakis', 'dis', 6, 1000000),
  (31, 'genre_tzanetakis', 'hip', 6, 1000000),
  (32, 'genre_tzanetakis', 'jaz', 6, 1000000),
  (33, 'genre_tzanetakis', 'met', 6, 1000000),
  (34, 'genre_tzanetakis', 'pop', 6, 1000000),
  (35, 'genre_tzanetakis', 'reg', 6, 1000000),
  (36, 'genre_tzanetakis', 'roc', 6, 1000000),
  (37, 'ismir04_rhythm', 'ChaChaCha', 7, 1000000),
  (38, 'ismir04_rhythm', 'Jive', 7, 1000000),
  (39, 'ismir04_rhythm', 'Quickstep', 7, 1000000),
  (40, 'ismir04_rhythm', 'Rumba-American', 7, 1000000),
  (41, 'ismir04_rhythm', 'Rumba-International', 7, 1000000),
  (42, 'ismir04_rhythm', 'Rumba-Misc', 7, 1000000),
  (43, 'ismir04_rhythm', 'Samba', 7, 1000000),
  (44, 'ismir04_rhythm', 'Tango', 7, 1000000),
  (45, 'ismir04_rhythm', 'VienneseWaltz', 7, 1000000),
  (46, 'ismir04_rhythm', 'Waltz', 7, 1000000),
  (47, 'mood_acoustic', 'acoustic', 8, 1000000),
  (48, 'mood_acoustic', 'not_acoustic', 8, 1000000),
  (49, 'mood_aggressive', 'aggressive', 9, 1000000),
  (50, 'mood_aggressive', 'not_aggressive', 9, 1000000),
  (51, 'mood_electronic', 'electronic', 10, 1000000),
  (52, 'mood_electronic', 'not_electronic', 10, 1000000),
  (53, 'mood_happy', 'happy', 11, 1000000),
  (54, 'mood_happy', 'not_happy', 11, 1000000),
  (55, 'mood_party', 'not_party', 12, 1000000),
  (56, 'mood_party', 'party', 12, 1000000),
  (57, 'mood_relaxed', 'not_relaxed', 13, 1000000),
  (58, 'mood_relaxed', 'relaxed', 13, 1000000),
  (59, 'mood_sad', 'not_sad', 14, 1000000),
  (60, 'mood_sad', 'sad', 14, 1000000),
  (61, 'moods_mirex', 'Cluster1', 15, 1000000),
  (62, 'moods_mirex', 'Cluster2', 15, 1000000),
  (63, 'moods_mirex', 'Cluster3', 15, 1000000),
  (64, 'moods_mirex', 'Cluster4', 15, 1000000),
  (65, 'moods_mirex', 'Cluster5', 15, 1000000),
  (66, 'timbre', 'bright', 16, 1000000),
  (67, 'timbre', 'dark', 16, 1000000),
  (68, 'tonal_atonal', 'atonal', 17, 1000000),
  (69, 'tonal_atonal', 'tonal', 17, 1000000),
  (70, 'voice_instrumental', 'instrumental', 18, 1000000),
  (71, 'voice_instrumental', 'voice', 18, 1000000),
  (72, 'bpm', 'bpm', 19, 1000),
  (73, 'average_loudness', 'average_loudness', 20, 1000000),
  (74, 'onset_rate', 'onset_rate', 21, 1000),
  (75, 'scale', 'major', 22, 1000000),
  (76, 'scale', 'minor', 22, 1000000),
  (77, 'key', 'C', 23, 1000000),
  (78, 'key', 'C#', 23, 1000000),
  (79, 'key', 'D', 23, 1000000),
  (80, 'key', 'D#', 23, 1000000),
  (81, 'key', 'E', 23, 1000000),
  (82, 'key', 'F', 23, 1000000),
  (83, 'key', 'F#', 23, 1000000),
  (84, 'key', 'G', 23, 1000000),
  (85, 'key', 'G#', 23, 1000000),
  (86, 'key', 'A', 23, 1000000),
  (87, 'key', 'A#', 23, 1000000),
  (88, 'key', 'B', 23, 1000000);

-- Documents as arrays in a fixed order, a model's classes summing to a million: largest remainders, of equal ones the
-- first. What a document says of anything but AcousticBrainz's models, or of a model in part, is no classification.
alter table recording_features add column classes integer[];
with given as (
  select recording, submission, position, block, (probabilities -> block ->> name)::double precision as probability
  from recording_features cross join acoustic_dimensions
  where position <= 71
),
scaled as (
  select recording, submission, position, block,
    case when count(probability) over whole = count(*) over whole
      then probability / nullif(sum(probability) over whole, 0) * 1000000
    end as exact
  from given window whole as (partition by recording, submission, block)
),
ranked as (
  select recording, submission, position, floor(exact) as part,
    row_number() over (partition by recording, submission, block order by exact - floor(exact) desc, position) as rank,
    1000000 - sum(floor(exact)) over (partition by recording, submission, block) as short
  from scaled
),
arrays as (
  select recording, submission, array_agg((part + (rank <= short)::integer)::integer order by position) as classes,
    count(part) as known
  from ranked group by recording, submission
)
update recording_features as features set classes = case when arrays.known = 0 then '{}' else arrays.classes end
from arrays where arrays.recording = features.recording and arrays.submission = features.submission;
alter table recording_features
  alter column classes set not null,
  -- Nothing is looked up by them, and statistics of arrays are slow to take.
  alter column classes set statistics 0,
  drop column probabilities;
comment on column recording_features.classes is 'Class probabilities in millionths, in the order of acoustic_dimensions; null for those of a model that it lacks; empty where it has none. Those of a model sum to a million.';

-- What is derived of tracks is derived again, and published where it differs.
alter table published_tracks
  add column classes integer[] not null default '{}',
  add column bpm double precision,
  add column key integer,
  add column scale text,
  add column average_loudness double precision,
  add column onset_rate double precision,
  add column first_release integer,
  drop column probabilities;
alter table published_tracks alter column classes drop default, alter column classes set statistics 0;
comment on column published_tracks.classes is 'As of its document in recording_features.';
comment on column published_tracks.bpm is 'Beats a minute.';
comment on column published_tracks.key is 'Pitch class, 0 is C.';
comment on column published_tracks.scale is 'major or minor.';
comment on column published_tracks.average_loudness is '0 to 1.';
comment on column published_tracks.onset_rate is 'Onsets a second.';
comment on column published_tracks.first_release is 'YYYYMMDD of the first release, 99 for a month or day that is not known.';
update published_tracks set artists = '{}';
insert into dirty (kind, key) select distinct 'features', recording::text from recording_features;

delete from acoustic_features;
alter table acoustic_features
  drop constraint acoustic_features_pkey,
  drop column mean,
  drop column millionths,
  drop column class,
  add column decade integer not null,
  add column counts integer[] not null,
  add column sums bigint[] not null,
  add column squares bigint[] not null,
  add primary key (artist, decade);
drop table acoustic_classes;
drop table artist_tracks;
alter table acoustic_features
  alter column counts set statistics 0,
  alter column sums set statistics 0,
  alter column squares set statistics 0;
comment on table acoustic_features is 'Acoustic features aggregated an artist and decade of first release, over the artist''s published tracks: whole numbers, so that adding and taking away is exact.';
comment on column acoustic_features.artist is 'MBID.';
comment on column acoustic_features.decade is 'Its first year; 0 for tracks whose first release is not known.';
comment on column acoustic_features.tracks is 'Tracks.';
comment on column acoustic_features.counts is 'Of those, how many have the block, by block_position of acoustic_dimensions.';
comment on column acoustic_features.sums is 'Sum of values in whole units, by position of acoustic_dimensions. No value is above a million.';
comment on column acoustic_features.squares is 'Sum of their squares: below 2^63 for up to nine million tracks.';

create view artist_acoustics as
  select artist, nullif(decade, 0) as decade, grouping(decade) = 1 as all_decades, block, name,
    sum(counts[block_position]) as tracks,
    sum(sums[position]) / sum(counts[block_position]) / scale as mean,
    (sum(squares[position]) - sum(sums[position]) ^ 2 / sum(counts[block_position]))
      / sum(counts[block_position]) / scale::numeric ^ 2 as variance
  from acoustic_features cross join acoustic_dimensions
  where counts[block_position] > 0
  group by grouping sets ((artist, decade, position), (artist, position));
comment on view artist_acoustics is 'Mean and variance of every acoustic feature of an artist, over all tracks and by decade.';
comment on column artist_acoustics.artist is 'MBID.';
comment on column artist_acoustics.decade is 'First year of the decade; null for tracks whose first release is not known, and over all decades.';
comment on column artist_acoustics.all_decades is 'Whether the row is over all tracks.';
comment on column artist_acoustics.block is 'Model or measurement.';
comment on column artist_acoustics.name is 'Class, or the measurement again.';
comment on column artist_acoustics.tracks is 'Tracks that have it.';
comment on column artist_acoustics.mean is 'Mean over those tracks.';
comment on column artist_acoustics.variance is 'Variance over those tracks (of the population).';

create view recording_isrcs as
  select recordings.gid as recording, isrcs.isrc
  from isrcs join recordings on recordings.id = isrcs.recording
  where not isrcs.deleted and not recordings.deleted;
comment on view recording_isrcs is 'ISRCs of recordings, many to many.';
comment on column recording_isrcs.recording is 'MBID.';
comment on column recording_isrcs.isrc is 'International Standard Recording Code.';

-- Down Migration
drop view recording_isrcs;
drop view artist_acoustics;
drop table acoustic_features;
create table artist_tracks (artist uuid primary key, tracks integer not null);
create table acoustic_classes (
  id smallint generated by default as identity primary key,
  model text not null,
  class text not null,
  unique (model, class)
);
create table acoustic_features (
  artist uuid not null,
  class smallint not null references acoustic_classes (id),
  tracks integer not null,
  millionths bigint not null,
  mean double precision generated always as (millionths / 1e6 / nullif(tracks, 0)) stored,
  primary key (artist, class)
);
alter table published_tracks
  drop column first_release,
  drop column onset_rate,
  drop column average_loudness,
  drop column scale,
  drop column key,
  drop column bpm,
  drop column classes,
  add column probabilities jsonb not null default '{}';
alter table published_tracks alter column probabilities drop default;
update published_tracks set artists = '{}';
insert into dirty (kind, key) select distinct 'features', recording::text from recording_features;
alter table recording_features add column probabilities jsonb not null default '{}';
update recording_features as features set probabilities = given.probabilities
from (
  select recording, submission, jsonb_object_agg(block, classes) as probabilities
  from (
    select recording, submission, block, jsonb_object_agg(name, millionths / 1e6) as classes
    from recording_features
    cross join unnest(classes) with ordinality as one (millionths, position)
    join acoustic_dimensions using (position)
    where millionths is not null
    group by recording, submission, block
  ) as blocks
  group by recording, submission
) as given
where given.recording = features.recording and given.submission = features.submission;
alter table recording_features alter column probabilities drop default, drop column classes;
drop table acoustic_dimensions;
