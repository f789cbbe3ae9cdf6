import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** The row of graph_state. */
export interface StoredState {
  readonly graphVersion: number;
  /** Removals after this version are in removed_edges; older ones are deleted. */
  readonly removalsSince: number;
  /** Version of the graph that the communities were computed on; null before the first. */
  readonly communitiesVersion: number | null;
  /** Version of the graph that they are being computed on; null if they are not. */
  readonly communitiesBegun: number | null;
  /** First number that no community has had. */
  readonly nextCommunity: number;
}

/** Reads and writes the one row of graph_state. */
@Injectable()
export class GraphStateRepository {
  async read(transaction: Transaction): Promise<StoredState> {
    const [row] = await transaction.query<StoredState>(
      `select graph_version as "graphVersion", removals_since as "removalsSince",
         communities_version as "communitiesVersion", communities_begun as "communitiesBegun",
         next_community as "nextCommunity"
       from graph_state`,
    );
    return row!;
  }

  async save(transaction: Transaction, state: Omit<StoredState, "removalsSince">): Promise<void> {
    await transaction.query(
      `update graph_state
       set graph_version = $1, communities_version = $2, communities_begun = $3, next_community = $4`,
      [state.graphVersion, state.communitiesVersion, state.communitiesBegun, state.nextCommunity],
    );
  }

  /** Waits for a transaction that is changing the graph, and reads the version that is committed then. */
  async committedVersion(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ graph_version: number }>(
      "select graph_version from graph_state for share",
    );
    return row!.graph_version;
  }

  /** Deletes the removals that a snapshot of this version has applied already. */
  async deleteRemovals(transaction: Transaction, upTo: number): Promise<void> {
    await transaction.query("delete from removed_edges where graph_version <= $1", [upTo]);
    await transaction.query("update graph_state set removals_since = greatest(removals_since, $1)", [upTo]);
  }
}
