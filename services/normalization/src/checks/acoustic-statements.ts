import { ACOUSTIC_CLASSES } from "@interlude/core-tracks";

/** Indices, from 1, of each model's classes in the arrays of millionths. */
const blocks: readonly (readonly number[])[] = [...new Set(ACOUSTIC_CLASSES.map(({ model }) => model))].map(
  (model) => ACOUSTIC_CLASSES.flatMap((one, at) => (one.model === model ? at + 1 : [])),
);

/** What is wrong with one model's classes: known in part, below zero, or not summing to a million. */
function brokenBlock(indices: readonly number[]): string {
  const classes = indices.map((index) => `classes[${index}]`);
  const unknown = `num_nulls(${classes.join(", ")})`;
  return `(${unknown} < ${classes.length} and (${unknown} > 0
    or ${classes.join(" + ")} not between $1 and $2 or least(${classes.join(", ")}) < 0))`;
}

/** Documents whose models' classes do not sum to one; row by row, since there are millions of them. */
export const BROKEN_BLOCKS = `
  select format('submission %s of %s', submission, recording) as broken from normalization.recording_features
  where cardinality(classes) not in (0, ${ACOUSTIC_CLASSES.length}) or ${blocks.map(brokenBlock).join(" or ")}`;

/** Sums an artist and decade that no tracks can have; by Cauchy and Schwarz, sum² ≤ count × sum of squares. */
export const IMPOSSIBLE_SUMS = `
  select format('%s of %s in %s: sum %s, squares %s of %s', name, artist, decade, total, square, counts[block_position]) as broken
  from normalization.acoustic_features
  cross join unnest(sums, squares) with ordinality as summed (total, square, position)
  join normalization.acoustic_dimensions using (position)
  where counts[block_position] not between 0 and tracks
    or total not between 0 and counts[block_position]::bigint * 1000000
    or total::numeric * total > square::numeric * counts[block_position]`;

/** Artists and decades whose number of tracks is not that of published_tracks; decade 0 if the release is not known. */
export const TRACKS_COUNTED = `
  select format('%s has %s tracks of %s, should have %s', artist, coalesce(kept.tracks, 0), decade, coalesce(counted.tracks, 0)) as broken
  from (
    select artist, coalesce(first_release / 100000 * 10, 0) as decade, count(*) as tracks
    from normalization.published_tracks cross join unnest(artists) as artist
    group by 1, 2
  ) as counted
  full join normalization.acoustic_features as kept using (artist, decade)
  where kept.tracks is distinct from counted.tracks`;
