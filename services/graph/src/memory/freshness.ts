import type { StoredState } from "./graph-state.repository.js";
import type { VersionedGraph } from "./versioned-graph.js";

/** How a graph in memory compares with the tables; see {@link freshnessOf}. */
type Freshness = "current" | "behind" | "unusable";

/**
 * Whether a graph is the one that the tables have (`current`), can be brought to it by replaying changes (`behind`), or
 * must be loaded again (`unusable`): it is newer than the tables, or older than the removals that they still list.
 */
export function freshnessOf(
  { version, communities }: Pick<VersionedGraph, "version" | "communities">,
  stored: Pick<StoredState, "graphVersion" | "communitiesVersion" | "removalsSince">,
): Freshness {
  const sameCommunities = (communities?.graphVersion ?? null) === stored.communitiesVersion;
  if (version === stored.graphVersion && sameCommunities) return "current";
  return version <= stored.graphVersion && version >= stored.removalsSince ? "behind" : "unusable";
}
