import type { StoredState } from "./graph-state.repository.js";
import type { VersionedGraph } from "./versioned-graph.js";

/** How a graph in memory compares with the tables; see {@link freshnessOf}. */
type Freshness = "current" | "behind" | "unusable";

/**
 * Whether a graph is the one that the tables have (`current`), can be brought to it by replaying changes (`behind`), or
 * must be loaded again (`unusable`): its state did not lead to that of the tables, because an epoch was rolled back or
 * lost, or it is older than the removals that they still list.
 *
 * @param ledHere whether the graph's state is among those that led to that of the tables
 */
export function freshnessOf(
  { version, stateId }: Pick<VersionedGraph, "version" | "stateId">,
  stored: Pick<StoredState, "stateId" | "removalsSince">,
  ledHere: boolean,
): Freshness {
  if (stateId === stored.stateId) return "current";
  return ledHere && version >= stored.removalsSince ? "behind" : "unusable";
}
