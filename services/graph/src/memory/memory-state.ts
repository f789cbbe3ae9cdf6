import { GraphMemoryError } from "./graph-memory-error.js";
import type { VersionedGraph } from "./versioned-graph.js";

/**
 * The life of the graph in memory, which is a cache of the graph's tables.
 *
 *               load               loaded            catchUp
 *     ┌───────┐──────▶┌─────────┐────────▶┌──────┐──────────▶┌────────────┐
 *     │ empty │       │ loading │         │ idle │           │ catchingUp │
 *     └───────┘       └─────────┘◀────────└──────┘◀──────────└────────────┘
 *         ▲                        load     │  ▲    caughtUp        │ invalidate
 *         │                           apply │  │ applied            ▼
 *         │                                 ▼  │             ┌────────────┐
 *         │                             ┌──────────┐────────▶│ discarding │
 *         │                             │ applying │         └────────────┘
 *         │                             └──────────┘ invalidate
 *         │
 *         └── failed: of loading, catchingUp, applying, discarding
 *             invalidate: of idle · caughtUp, applied: of discarding
 *
 * An epoch's graph is idle from the end of its work on, before its transaction commits; `invalidate` is the rollback of
 * that transaction. While the work still runs it changes the graph, so its result is discarded when it ends. A graph
 * that is being loaded is not affected: only what is committed is read. `snapshotSaved` changes no kind of state.
 */
export type MemoryState =
  | { readonly kind: "empty" }
  /** Reading the graph from a snapshot and the tables. */
  | { readonly kind: "loading" }
  /** Replaying what other replicas changed: the graph is of no version meanwhile. */
  | { readonly kind: "catchingUp"; readonly snapshotVersion: number | null }
  /** An epoch is changing the graph. */
  | { readonly kind: "applying"; readonly snapshotVersion: number | null }
  /** As catchingUp or applying, but the transaction was rolled back. */
  | { readonly kind: "discarding" }
  | IdleState;

/** A graph that can be read. */
export interface IdleState {
  readonly kind: "idle";
  readonly graph: VersionedGraph;
  /** Version of the newest snapshot that is known to be readable; null if there is none. */
  readonly snapshotVersion: number | null;
}

export type MemoryEvent =
  | { readonly type: "load" | "catchUp" | "apply" | "failed" | "invalidate" }
  | { readonly type: "loaded"; readonly graph: VersionedGraph; readonly snapshotVersion: number | null }
  | { readonly type: "caughtUp" | "applied"; readonly graph: VersionedGraph }
  | { readonly type: "snapshotSaved"; readonly version: number };

export const EMPTY: MemoryState = { kind: "empty" };

/**
 * The state after an event.
 *
 * @throws GraphMemoryError GRAPH_MEMORY_TRANSITION if the event cannot occur in the state
 */
export function transition(state: MemoryState, event: MemoryEvent): MemoryState {
  switch (event.type) {
    case "load":
      if (state.kind === "empty" || state.kind === "idle") return { kind: "loading" };
      break;
    case "loaded":
      if (state.kind === "loading")
        return { kind: "idle", graph: event.graph, snapshotVersion: event.snapshotVersion };
      break;
    case "catchUp":
      if (state.kind === "idle") return { kind: "catchingUp", snapshotVersion: state.snapshotVersion };
      break;
    case "caughtUp":
      if (state.kind === "catchingUp") return { ...state, kind: "idle", graph: event.graph };
      if (state.kind === "discarding") return EMPTY;
      break;
    case "apply":
      if (state.kind === "idle") return { kind: "applying", snapshotVersion: state.snapshotVersion };
      break;
    case "applied":
      if (state.kind === "applying") return { ...state, kind: "idle", graph: event.graph };
      if (state.kind === "discarding") return EMPTY;
      break;
    case "failed":
      if (state.kind !== "empty" && state.kind !== "idle") return EMPTY;
      break;
    case "invalidate":
      return invalidated(state);
    case "snapshotSaved":
      return "snapshotVersion" in state ? { ...state, snapshotVersion: event.version } : state;
  }
  throw new GraphMemoryError("GRAPH_MEMORY_TRANSITION", `${event.type} cannot occur in state ${state.kind}`);
}

function invalidated(state: MemoryState): MemoryState {
  switch (state.kind) {
    case "idle":
      return EMPTY;
    case "catchingUp":
    case "applying":
      return { kind: "discarding" };
    default:
      return state;
  }
}
