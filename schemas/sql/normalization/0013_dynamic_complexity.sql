-- Up Migration

alter table published_tracks add column dynamic_complexity double precision;
comment on column published_tracks.dynamic_complexity is 'How far loudness strays from its mean, in decibels.';
-- Tracks that it is known of are derived again at the next epoch, and published where they differ.
insert into dirty (kind, key)
select distinct 'features', recording::text from low_level_features where dynamic_complexity is not null;

-- Down Migration
alter table published_tracks drop column dynamic_complexity;
