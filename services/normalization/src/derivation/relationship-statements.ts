/** Every relationship and every recording that has one, and those of which something is kept. */
const EVERYTHING = {
  relationships: `
    select id from l_artist_artist
    union
    select id from relationship_pairs where origin = 'a'`,
  recordings: `
    select recording as id from l_artist_recording
    union
    select id from relationship_pairs where origin <> 'a'`,
};

const LINKS_TOUCHED = `
  select key::integer as link from work_dirty where kind = 'link'
  union
  select link.id from work_dirty as dirty join link on link.link_type = dirty.key::integer where dirty.kind = 'link_type'
  union
  select link_attribute.link
  from work_dirty as dirty join link_attribute on link_attribute.attribute_type = dirty.key::integer
  where dirty.kind = 'link_attribute_type'`;

const ARTISTS_CHANGED = "select id from work_artists where before is distinct from after";

const TOUCHED = {
  relationships: `
    with artists_changed as (${ARTISTS_CHANGED})
    select key::integer as id from work_dirty where kind = 'artist_relationship'
    union
    select l_artist_artist.id from (${LINKS_TOUCHED}) as touched join l_artist_artist using (link)
    union
    select l_artist_artist.id from artists_changed join l_artist_artist on artist0 = artists_changed.id
    union
    select l_artist_artist.id from artists_changed join l_artist_artist on artist1 = artists_changed.id`,
  recordings: `
    select key::integer as id from work_dirty where kind = 'recording_relationship'
    union
    select recording from (${LINKS_TOUCHED}) as touched join l_artist_recording using (link)
    union
    select recording from (${ARTISTS_CHANGED}) as changed join l_artist_recording on artist = changed.id
    union
    select id from work_moved_recordings
    union
    select recording.id
    from work_changed_credits join recording using (artist_credit) where not recording.deleted`,
};

/** The relationships and recordings to look at again. */
export function touchedBy(everything: boolean): readonly string[] {
  const { relationships, recordings } = everything ? EVERYTHING : TOUCHED;
  return [
    `create temp table work_touched on commit drop as
     select 'a' collate "C" as origin, id from (${relationships}) as relationships
     union all
     select origin collate "C", id from (${recordings}) as recordings cross join (values ('r'), ('e')) as of (origin)`,
    "analyze work_touched",
  ];
}

/** Evidence of each relationship with a recording; parameters are the kinds' link types, names, and whether they perform. */
export const PERFORMED = `
  create temp table work_performed on commit drop as
  select relationships.recording, recording.artist_credit, artist.mbid as artist, kinds.kind,
    kinds.performs, relationships.link
  from work_touched as touched
  join l_artist_recording as relationships on relationships.recording = touched.id
  join recording on recording.id = relationships.recording
  join artist on artist.id = relationships.artist
  join link on link.id = relationships.link
  join link_type on link_type.id = link.link_type
  join unnest($1::uuid[], $2::text[], $3::boolean[]) as kinds (gid, kind, performs) on kinds.gid = link_type.gid
  where touched.origin = 'r' and not relationships.deleted and not link.deleted and not link_type.deleted
    and not artist.deleted and artist.mbid is not null and not recording.deleted
    and not exists (
      select from oversized_credits where oversized_credits.artist_credit = recording.artist_credit
    )`;

/** Between two artists; parameters are the kinds' link types and names. */
export const FRESH_BETWEEN_ARTISTS = `
  create temp table work_evidence on commit drop as
  select touched.origin, touched.id, least(one.mbid, other.mbid) as artist_a,
    greatest(one.mbid, other.mbid) as artist_b, kinds.kind collate "C" as kind
  from work_touched as touched
  join l_artist_artist as relationships using (id)
  join artist as one on one.id = relationships.artist0
  join artist as other on other.id = relationships.artist1
  join link on link.id = relationships.link
  join link_type on link_type.id = link.link_type
  join unnest($1::uuid[], $2::text[]) as kinds (gid, kind) on kinds.gid = link_type.gid
  where touched.origin = 'a' and not relationships.deleted and not link.deleted and not link_type.deleted
    and not one.deleted and not other.deleted and one.mbid <> other.mbid`;

/** With every artist that the recording is credited to; parameters are the name of a guest's kind and its attribute. */
export const FRESH_ON_RECORDINGS = `
  insert into work_evidence
  with kinds as (
    select recording, artist_credit, artist, kind from work_performed
    union
    select recording, artist_credit, artist, $1
    from work_performed as performed
    join link_attribute using (link)
    join link_attribute_type as types on types.id = link_attribute.attribute_type
    where performed.performs and types.gid = $2 and not link_attribute.deleted and not types.deleted
  )
  select distinct 'r' collate "C", recording, least(kinds.artist, credited.artist),
    greatest(kinds.artist, credited.artist), kind
  from kinds join credit_artists as credited on credited.artist_credit = kinds.artist_credit
  where credited.artist <> kinds.artist`;

/** If relationships are edges: the credited artists of each recording on which an uncredited artist performs. */
export const FRESH_EDGES = `
  insert into work_evidence
  select distinct 'e' collate "C", recording, least(performed.artist, credited.artist),
    greatest(performed.artist, credited.artist), ''
  from work_performed as performed
  join credit_artists as credited on credited.artist_credit = performed.artist_credit
  where performed.performs and not exists (
    select from credit_artists as own
    where own.artist_credit = performed.artist_credit and own.artist = performed.artist
  )`;

/** Evidence that was added (1) or deleted (-1). */
export const CHANGES = `
  create temp table work_evidence_changes on commit drop as
  select origin, id, artist_a, artist_b, kind, case when known.origin is null then 1 else -1 end as change
  from work_evidence as fresh
  full join (
    select relationship_pairs.* from work_touched join relationship_pairs using (origin, id)
  ) as known using (origin, id, artist_a, artist_b, kind)
  where known.origin is null or fresh.origin is null`;

const SUMMED = `
  select artist_a, artist_b, kind, sum(change)::integer as count from work_evidence_changes
  where origin <> 'e' group by artist_a, artist_b, kind having sum(change) <> 0
  order by artist_a, artist_b, kind`;

/** Applies those changes to the stored evidence and its counts. */
export const APPLY: readonly string[] = [
  `delete from relationship_pairs as known using work_evidence_changes as gone
   where gone.change = -1 and known.origin = gone.origin and known.id = gone.id
     and known.artist_a = gone.artist_a and known.artist_b = gone.artist_b and known.kind = gone.kind`,
  `insert into relationship_pairs (origin, id, artist_a, artist_b, kind)
   select origin, id, artist_a, artist_b, kind from work_evidence_changes where change = 1
   order by origin, id, artist_a, artist_b, kind`,
  `insert into relationship_evidence as known (artist_a, artist_b, kind, count) ${SUMMED}
   on conflict (artist_a, artist_b, kind) do update set count = known.count + excluded.count`,
  `delete from relationship_evidence as known using work_evidence_changes as changes
   where known.artist_a = changes.artist_a and known.artist_b = changes.artist_b and known.kind = changes.kind
     and known.count = 0`,
];
