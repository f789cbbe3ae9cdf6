-- Up Migration

alter table digests rename to conditioning_features;
alter table conditioning_features rename constraint digests_pkey to conditioning_features_pkey;
alter table conditioning_features rename column scene to cluster;
comment on table conditioning_features is 'What of each artist conditions its tracks, by the model in use; artists that moved without changing it renew nothing.';
comment on column conditioning_features.cluster is 'Number of the cluster of the artist''s embedding, from 0; null for an artist without collaborators.';

-- Down Migration

alter table conditioning_features rename column cluster to scene;
alter table conditioning_features rename constraint conditioning_features_pkey to digests_pkey;
alter table conditioning_features rename to digests;
comment on table digests is 'What of each artist tracks depend on, by the model in use; artists that moved without changing it renew nothing.';
comment on column digests.scene is 'Number of the scene, from 0; null for an artist without collaborators.';
