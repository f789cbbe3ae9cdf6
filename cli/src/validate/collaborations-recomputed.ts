import { MAX_PAIRED_ARTISTS, SPECIAL_PURPOSE_ARTISTS } from "@interlude/core-musicbrainz";

const special = [...SPECIAL_PURPOSE_ARTISTS.keys()].map((mbid) => `'${mbid}'`).join(", ");

/**
 * Pairs whose weight or first recording is not what the mirrored rows give, from nothing but those rows and in the
 * database, which spills to disk what does not fit. Row 2 of MusicBrainz's artists is "Deleted Artist".
 */
export const COLLABORATIONS_RECOMPUTED = `
  with named as (
    select distinct names.artist_credit, artists.gid as artist
    from normalization.artist_credit_names as names
    join normalization.artists on artists.id = names.artist
    where not names.deleted and not artists.deleted and artists.id <> 2 and artists.gid not in (${special})
  ),
  paired as (
    select artist_credit from named group by artist_credit having count(*) between 2 and ${MAX_PAIRED_ARTISTS}
  ),
  used as (
    select artist_credit, count(*) as recordings, min(id) as first_recording
    from normalization.recordings where not deleted group by artist_credit
  ),
  recomputed as (
    select one.artist as artist_a, other.artist as artist_b,
      sum(used.recordings)::bigint as weight, min(used.first_recording) as first_recording
    from paired
    join used using (artist_credit)
    join named as one using (artist_credit)
    join named as other using (artist_credit)
    where one.artist < other.artist
    group by one.artist, other.artist
  )
  select format('%s:%s is %s since %s, should be %s since %s', artist_a, artist_b, coalesce(stored.weight, 0),
    coalesce(stored.first_recording, 0), coalesce(recomputed.weight, 0), coalesce(recomputed.first_recording, 0)) as broken
  from recomputed full join normalization.artist_collaborations as stored using (artist_a, artist_b)
  where (recomputed.weight, recomputed.first_recording) is distinct from (stored.weight, stored.first_recording)`;
