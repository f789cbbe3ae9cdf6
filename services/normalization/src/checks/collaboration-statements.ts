import { MAX_PAIRED_ARTISTS, RECORDING_KINDS, SPECIAL_PURPOSE_ARTISTS } from "@interlude/core-musicbrainz";

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(", ");
const special = quoted([...SPECIAL_PURPOSE_ARTISTS.keys()]);
const performing = quoted(RECORDING_KINDS.flatMap((kind) => (kind.performs ? kind.linkTypes : [])));

/**
 * Pairs whose weight or first recording is not what the mirrored rows give, from nothing but those rows and in the
 * database, which spills to disk what does not fit. Row 2 of MusicBrainz's artists is "Deleted Artist". Who performs on
 * a recording counts if the last derivation says that relationships are edges.
 */
export const COLLABORATIONS_RECOMPUTED = `
  with able as (
    select id, gid from normalization.artist where not deleted and id <> 2 and gid not in (${special})
  ),
  named as (
    select distinct names.artist_credit, able.gid as artist
    from normalization.artist_credit_name as names join able on able.id = names.artist
    where not names.deleted
  ),
  sized as (
    select artist_credit from named group by artist_credit having count(*) <= ${MAX_PAIRED_ARTISTS}
  ),
  used as (
    select artist_credit, count(*) as recordings, min(id) as first_recording
    from normalization.recording where not deleted group by artist_credit
  ),
  credited as (
    select one.artist as artist_a, other.artist as artist_b, used.recordings, used.first_recording
    from sized
    join used using (artist_credit)
    join named as one using (artist_credit)
    join named as other using (artist_credit)
    where one.artist < other.artist
  ),
  performances as (
    select distinct recording.id, recording.artist_credit, able.gid as artist
    from normalization.l_artist_recording as relationships
    join able on able.id = relationships.artist
    join normalization.recording on recording.id = relationships.recording
    join normalization.link on link.id = relationships.link
    join normalization.link_type on link_type.id = link.link_type
    where exists (select from normalization.derivation where relationship_edges)
      and link_type.gid in (${performing})
      and not (relationships.deleted or recording.deleted or link.deleted or link_type.deleted)
  ),
  performed as (
    select distinct least(named.artist, performances.artist) as artist_a,
      greatest(named.artist, performances.artist) as artist_b, performances.id
    from performances join sized using (artist_credit) join named using (artist_credit)
    where not exists (
      select from named as credit
      where credit.artist_credit = performances.artist_credit and credit.artist = performances.artist)
  ),
  recomputed as (
    select artist_a, artist_b, sum(recordings)::bigint as weight, min(first_recording) as first_recording
    from (select * from credited union all select artist_a, artist_b, 1, id from performed) as counted
    group by artist_a, artist_b
  )
  select format('%s:%s is %s since %s, should be %s since %s', artist_a, artist_b, coalesce(stored.weight, 0),
    coalesce(stored.first_recording, 0), coalesce(recomputed.weight, 0), coalesce(recomputed.first_recording, 0)) as broken
  from recomputed full join normalization.artist_collaborations as stored using (artist_a, artist_b)
  where (recomputed.weight, recomputed.first_recording) is distinct from (stored.weight, stored.first_recording)`;

/** Collaborations whose kinds are not those of the evidence that is kept. */
export const KINDS_OF_EVIDENCE = `
  select format('%s:%s has %s, evidence says %s', artist_a, artist_b, stored.kinds, coalesce(evidence.kinds, '{}')) as broken
  from normalization.artist_collaborations as stored
  left join (
    select artist_a, artist_b, array_agg(kind::text order by kind) as kinds from normalization.relationship_evidence
    group by artist_a, artist_b
  ) as evidence using (artist_a, artist_b)
  where stored.kinds <> coalesce(evidence.kinds, '{}')`;

/** Evidence whose count is not the number of relationships and recordings that it comes from. */
export const EVIDENCE_COUNTED = `
  select format('%s:%s %s counts %s, should count %s', artist_a, artist_b, kind, coalesce(kept.count, 0), coalesce(counted.count, 0)) as broken
  from normalization.relationship_evidence as kept
  full join (
    select artist_a, artist_b, kind, count(*) as count from normalization.relationship_pairs
    where origin <> 'e' group by artist_a, artist_b, kind
  ) as counted using (artist_a, artist_b, kind)
  where kept.count is distinct from counted.count`;
