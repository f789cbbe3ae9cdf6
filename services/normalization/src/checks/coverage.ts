import type { Coverage, Queries } from "@interlude/infra-checks";

const BY_DEGREE = `
  with ends as (
    select artist_a as artist from normalization.artist_collaborations
    union all
    select artist_b from normalization.artist_collaborations
  ),
  degrees as (select artist, count(*) as degree from ends group by artist)
  select coalesce(floor(log(2, degree)), -1)::integer as power, count(*) as artists,
    count(*) filter (where acoustic_tracks > 0) as "withFeatures",
    count(*) filter (where spotify_id is not null) as "withSpotifyId",
    count(*) filter (where popularity is not null) as "withPopularity"
  from normalization.published_artists left join degrees using (artist)
  group by 1 order by 1`;

/** Coverage of features and popularity by degree; degrees that no artist has are left out. */
export async function readCoverage(snapshot: Queries): Promise<Coverage[]> {
  const rows = await snapshot.query<Omit<Coverage, "degrees"> & { power: number }>(BY_DEGREE);
  return rows.map(({ power, ...coverage }) => ({
    degrees: power < 0 ? [0, 0] : [2 ** power, 2 ** (power + 1) - 1],
    ...coverage,
  }));
}
