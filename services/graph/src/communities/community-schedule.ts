/** Communities are computed anew when this share of the edges has changed … */
const CHANGED_SHARE = 1 / 50;
/** … and at least so many. */
const MIN_CHANGES = 100;

/** What decides when communities are computed. It must not depend on time, for every replica decides the same. */
interface CommunityProgress {
  /** Version of the graph that the present ones were computed on; null if there are none. */
  readonly computedAt: number | null;
  /** Version of the graph that they are being computed on; null if they are not. */
  readonly begunAt: number | null;
}

/**
 * What to do about communities at the end of an epoch with graph version `version` and so many edges:
 * - `now`: there are none yet, compute them before the epoch is complete;
 * - `begin`: compute them in the background; the next epoch publishes the result and waits for it if it must, so that
 *   what is published does not depend on the speed of the machine;
 * - `keep`: too few edges have changed. Every changed edge raises the version by one.
 */
export function communityStep(
  { computedAt, begunAt }: CommunityProgress,
  version: number,
  edges: number,
): "now" | "begin" | "keep" {
  const newest = begunAt ?? computedAt;
  if (newest === null) return edges === 0 ? "keep" : "now";
  return version - newest >= Math.max(MIN_CHANGES, edges * CHANGED_SHARE) ? "begin" : "keep";
}
