import { DEFAULT_RETRY, isKnownFinal } from "@interlude/stage";
import type { StreamHistory } from "../history/epoch.js";
import type { FolderContents } from "../sources/source-folder.js";
import { mayPass } from "./failure.js";
import type { EpochPlan, PlannedEpoch } from "./plan-epoch.js";

/** `follow` replicates until it is aborted; `once` ends when nothing is left to read, or at what blocks it. */
export type ReplicationMode = "follow" | "once";

/** What planning saw: the folder, and what was published. */
export interface Snapshot {
  readonly contents: FolderContents;
  readonly history: StreamHistory;
}

/** A plan other than to read an epoch. */
export type UnreadPlan = Exclude<EpochPlan, { do: "read" }>;

/**
 * Where the replication loop is. `failures` counts what failed in a row through no fault of the input; whatever
 * advances the loop, or lets it wait, resets it.
 *
 * ```
 *            ┌───────────── published, unused, fetched, dropped ─────────────┐
 *            v                                                               │
 *        planning ── planned ──> processing ─────────────────────────────────┤
 *         ^  │ │                     │ rejected, arriving                    │
 *         │  │ └── nothing to read ──┼──> fetching ──────────────────────────┘
 *         │  │ blocked, arriving     │       │ caught up, blocked, fetch failed
 *         │  v                       v       v
 *         └─ waiting <───────────────┴───────┘
 *
 *   planning, processing, fetching ── failed ──> retrying ── elapsed ──> planning
 *
 *   once:  caught up ──> ended: done        blocked, rejected ──> ended: blocked
 *   any state:  aborted ──> ended: aborted  failed for good ──> ended: failed
 * ```
 */
export type ReplicationState =
  /** Reads the history and the folder, and plans. */
  | { readonly name: "planning"; readonly failures: number }
  /** Publishes an epoch. */
  | {
      readonly name: "processing";
      readonly planned: PlannedEpoch;
      readonly snapshot: Snapshot;
      readonly failures: number;
    }
  /** Has nothing to read, or must not, and asks the feed for the packet that is missing. */
  | {
      readonly name: "fetching";
      readonly plan: UnreadPlan;
      readonly snapshot: Snapshot;
      readonly failures: number;
    }
  /** Waits for the folder to change, or for the next poll. */
  | { readonly name: "waiting" }
  /** Waits before what failed is tried again. */
  | { readonly name: "retrying"; readonly failures: number }
  | { readonly name: "ended"; readonly outcome: ReplicationOutcome }
  | { readonly name: "ended"; readonly outcome: "failed"; readonly error: unknown };

/** `done`: everything is published. `blocked`: it stopped at input that must not be read. `aborted`: as told. */
export type ReplicationOutcome = "done" | "blocked" | "aborted";

/** What came of the work of a state. */
export type ReplicationEvent =
  | { readonly type: "planned"; readonly planned: PlannedEpoch; readonly snapshot: Snapshot }
  | { readonly type: "nothing-to-read"; readonly plan: UnreadPlan; readonly snapshot: Snapshot }
  | { readonly type: "published" }
  /** A newer dump cannot be read; the stream goes on without it. */
  | { readonly type: "unused" }
  /** The input must not be read until it changes. */
  | { readonly type: "rejected" }
  /** A file may still be arriving, or will be fetched again. */
  | { readonly type: "arriving" }
  | { readonly type: "fetched" }
  /** The feed failed in a way that may pass. */
  | { readonly type: "fetch-failed" }
  /** A packet is not applied again, although it was to be. */
  | { readonly type: "dropped" }
  | { readonly type: "caught-up" }
  /** Going on is impossible before an operator acts. */
  | { readonly type: "blocked" }
  /** The folder changed, or the time is over. */
  | { readonly type: "elapsed" }
  /** The log, the database or this program failed. */
  | { readonly type: "failed"; readonly error: unknown }
  | { readonly type: "aborted" };

type EventType = ReplicationEvent["type"];

/** The events that the work of each state may end with. */
export const EVENTS: Readonly<Record<ReplicationState["name"], readonly EventType[]>> = {
  planning: ["planned", "nothing-to-read", "arriving", "blocked", "failed", "aborted"],
  processing: ["published", "unused", "rejected", "arriving", "failed", "aborted"],
  fetching: ["fetched", "fetch-failed", "dropped", "caught-up", "blocked", "failed", "aborted"],
  waiting: ["elapsed", "aborted"],
  retrying: ["elapsed", "aborted"],
  ended: [],
};

export const START: ReplicationState = { name: "planning", failures: 0 };

/**
 * The state after an event.
 * @throws RangeError if the state's work cannot end with the event
 */
export function transition(
  state: ReplicationState,
  event: ReplicationEvent,
  mode: ReplicationMode,
): ReplicationState {
  if (!EVENTS[state.name].includes(event.type)) {
    throw new RangeError(`replication is ${state.name}, which cannot end with ${event.type}`);
  }
  switch (event.type) {
    case "planned":
      return {
        name: "processing",
        planned: event.planned,
        snapshot: event.snapshot,
        failures: failuresOf(state),
      };
    case "nothing-to-read":
      return { name: "fetching", plan: event.plan, snapshot: event.snapshot, failures: failuresOf(state) };
    case "published":
    case "unused":
    case "fetched":
    case "dropped":
      return START;
    case "arriving":
    case "fetch-failed":
      return { name: "waiting" };
    case "caught-up":
      return mode === "once" ? { name: "ended", outcome: "done" } : { name: "waiting" };
    case "rejected":
    case "blocked":
      return mode === "once" ? { name: "ended", outcome: "blocked" } : { name: "waiting" };
    case "elapsed":
      return { name: "planning", failures: failuresOf(state) };
    case "failed":
      return afterFailure(failuresOf(state) + 1, event.error);
    case "aborted":
      return { name: "ended", outcome: "aborted" };
  }
}

/** What may pass is waited for however long it takes: nothing is lost meanwhile, and a new process would fare no better. */
function afterFailure(failures: number, error: unknown): ReplicationState {
  const isOver = isKnownFinal(error) || (!mayPass(error) && failures >= DEFAULT_RETRY.attempts);
  return isOver ? { name: "ended", outcome: "failed", error } : { name: "retrying", failures };
}

function failuresOf(state: ReplicationState): number {
  return "failures" in state ? state.failures : 0;
}
