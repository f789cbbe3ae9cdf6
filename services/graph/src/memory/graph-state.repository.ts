import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** `graph.deltas` has two whole snapshots at any time: its records live for seven days. */
const SNAPSHOT_INTERVAL = "3 days";
/** States that are known to have led to the present one: a replica that is further behind loads the graph again. */
const KEPT_STATES = 10_000;

/** The row of graph_state. */
export interface StoredState {
  readonly graphVersion: number;
  /** Identity of the tables after the last epoch; see {@link GraphStateRepository.ledHere}. */
  readonly stateId: string;
  /** Removals after this version are in removed_edges; older ones are deleted. */
  readonly removalsSince: number;
  /** Version of the graph that the communities were computed on; null before the first. */
  readonly communitiesVersion: number | null;
  /** Version of the graph that they are being computed on; null if they are not. */
  readonly communitiesBegun: number | null;
  /** First number that no community has had. */
  readonly nextCommunity: number;
  /** The epoch at hand is to publish every edge: a reader asked for it, or the last time is too long ago. */
  readonly snapshotDue: boolean;
}

/** Reads and writes the one row of graph_state, and the states before it. */
@Injectable()
export class GraphStateRepository {
  async read(transaction: Transaction): Promise<StoredState> {
    const [row] = await transaction.query<StoredState>(
      `select graph_version as "graphVersion", stage_state.state_id as "stateId", removals_since as "removalsSince",
         communities_version as "communitiesVersion", communities_begun as "communitiesBegun",
         next_community as "nextCommunity",
         snapshot_requested or snapshot_published_at < now() - $1::interval as "snapshotDue"
       from graph_state, stage_state`,
      [SNAPSHOT_INTERVAL],
    );
    return row!;
  }

  /** Saves the state after an epoch, whose identity the stage saves. */
  async save(
    transaction: Transaction,
    state: Omit<StoredState, "removalsSince" | "snapshotDue">,
  ): Promise<void> {
    await transaction.query(
      `update graph_state
       set graph_version = $1, communities_version = $2, communities_begun = $3, next_community = $4`,
      [state.graphVersion, state.communitiesVersion, state.communitiesBegun, state.nextCommunity],
    );
    const [added] = await transaction.query<{ number: number }>(
      "insert into epoch_states (state_id, graph_version) values ($1, $2) returning number",
      [state.stateId, state.graphVersion],
    );
    await transaction.query("delete from epoch_states where number <= $1", [added!.number - KEPT_STATES]);
  }

  /** Records that every edge has been published. */
  async saveSnapshotPublished(transaction: Transaction): Promise<void> {
    await transaction.query(
      "update graph_state set snapshot_requested = false, snapshot_published_at = now()",
    );
  }

  /** Whether a state led to the present one: not one of an epoch that was rolled back, or lost by the store. */
  async ledHere(transaction: Transaction, stateId: string): Promise<boolean> {
    const found = await transaction.query("select from epoch_states where state_id = $1", [stateId]);
    return found.length > 0;
  }

  /**
   * Waits for a transaction that has changed the graph, and reads the state that is committed then. It is not the row of
   * stage_state that is locked: an epoch has that from its beginning, and may be waiting for who asks here.
   */
  async committedState(transaction: Transaction): Promise<string> {
    await transaction.query("select from graph_state for share");
    return this.#stateId(transaction);
  }

  /** The state that is committed; null while a transaction that has changed the graph is open. */
  async settledState(transaction: Transaction): Promise<string | null> {
    const settled = await transaction.query("select from graph_state for share skip locked");
    return settled.length === 0 ? null : this.#stateId(transaction);
  }

  /** Deletes the removals that a snapshot of this version has applied already, if its state led to the present one. */
  async deleteRemovals(transaction: Transaction, upTo: number, stateId: string): Promise<void> {
    if (!(await this.ledHere(transaction, stateId))) return;
    await transaction.query("delete from removed_edges where graph_version <= $1", [upTo]);
    await transaction.query("delete from epoch_states where graph_version < $1", [upTo]);
    await transaction.query("update graph_state set removals_since = greatest(removals_since, $1)", [upTo]);
  }

  async #stateId(transaction: Transaction): Promise<string> {
    const [row] = await transaction.query<{ state_id: string }>("select state_id from stage_state");
    return row!.state_id;
  }
}
