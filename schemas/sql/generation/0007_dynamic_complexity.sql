-- Up Migration

alter table tracks add column dynamic_complexity double precision;
comment on column tracks.dynamic_complexity is 'How far loudness strays from its mean, in decibels; null where it was not measured.';

-- No track has it yet: where the catalogue does, it publishes the track again.
update artist_profiles set counts = counts || 0::bigint, sums = sums || 0::bigint;

-- Down Migration
update artist_profiles
set counts = counts[:array_length(counts, 1) - 1], sums = sums[:array_length(sums, 1) - 1];
alter table tracks drop column dynamic_complexity;
