import type { DeltaPosition } from "@interlude/core-graph";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** States that are known to have led to the present one: a replica that is further behind loads the graph again. */
const KEPT_STATES = 10_000;
/** Removals of so many versions are kept: to load the graph again costs less than to replay more. */
const KEPT_VERSIONS = 100_000;

/** How far the edges have followed the graph, and of which state they are. */
export interface ReplicaState extends DeltaPosition {
  /** Identity of the tables after the last epoch. */
  readonly stateId: string;
  /** Removals after this version are known. */
  readonly removalsSince: number;
  /** A snapshot took the place of all edges since the last epoch. */
  readonly rescoreAll: boolean;
}

/** Reads and writes what scoring_state has of the graph, and the states before it. */
@Injectable()
export class ReplicaStateRepository {
  async read(source: Pick<Transaction, "query">): Promise<ReplicaState> {
    const [row] = await source.query<ReplicaState>(
      `select graph_version as version, deltas_missing as missing, stage_state.state_id as "stateId",
         removals_since as "removalsSince", rescore_all as "rescoreAll"
       from scoring_state, stage_state`,
    );
    return row!;
  }

  async savePosition(transaction: Transaction, { version, missing }: DeltaPosition): Promise<void> {
    await transaction.query("update scoring_state set graph_version = $1, deltas_missing = $2", [
      version,
      missing,
    ]);
  }

  async saveSnapshotTaken(transaction: Transaction): Promise<void> {
    await transaction.query("update scoring_state set rescore_all = true");
  }

  /** Saves that an epoch is complete, after which the tables have this identity. */
  async saveState(transaction: Transaction, stateId: string, version: number): Promise<void> {
    const oldest = Math.max(0, version - KEPT_VERSIONS);
    await transaction.query(
      "update scoring_state set rescore_all = false, removals_since = greatest(removals_since, $1)",
      [oldest],
    );
    await transaction.query("delete from removed_edges where graph_version <= $1", [oldest]);
    const [added] = await transaction.query<{ number: number }>(
      "insert into epoch_states (state_id) values ($1) returning number",
      [stateId],
    );
    await transaction.query("delete from epoch_states where number <= $1", [added!.number - KEPT_STATES]);
  }

  /** Whether a state led to the present one: not one of an epoch that was rolled back, or lost by the store. */
  async ledHere(transaction: Transaction, stateId: string): Promise<boolean> {
    const found = await transaction.query("select from epoch_states where state_id = $1", [stateId]);
    return found.length > 0;
  }
}
