-- Up Migration

alter table artists add column community integer;
comment on column artists.community is 'Number of the artist''s Louvain community, as the graph publishes it; null without collaborators, and until the artist is published again after an upgrade.';

-- Down Migration

alter table artists drop column community;
