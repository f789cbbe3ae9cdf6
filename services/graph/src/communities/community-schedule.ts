/** Communities are computed anew when this share of the edges has changed … */
const CHANGED_SHARE = 1 / 50;
/** … and at least so many. */
const FEWEST_CHANGES = 100;

/** What decides when communities are computed; nothing in it depends on time. */
export interface CommunityProgress {
  /** Version of the graph that the present ones were computed on; null where there are none. */
  readonly computedAt: number | null;
  /** Version of the graph that they are computed on now; null where none are. */
  readonly begunAt: number | null;
}

/**
 * What becomes of communities at the end of an epoch that leads to `version` with so many edges:
 * - `now`: there are none yet, they are computed before the epoch is complete;
 * - `begin`: they are computed beside the stream, and the next epoch takes the result, waiting for it if need be: when
 *   that is must not depend on how fast a machine is;
 * - `keep`: too little has changed. Every changed edge raises the version by one.
 */
export function communityStep(
  { computedAt, begunAt }: CommunityProgress,
  version: number,
  edges: number,
): "now" | "begin" | "keep" {
  const newest = begunAt ?? computedAt;
  if (newest === null) return edges === 0 ? "keep" : "now";
  return version - newest >= Math.max(FEWEST_CHANGES, edges * CHANGED_SHARE) ? "begin" : "keep";
}
