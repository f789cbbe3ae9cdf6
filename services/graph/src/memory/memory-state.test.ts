import { CollaborationGraph } from "@interlude/core-graph";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@interlude/core-graph/testing/report-properties";
import { EMPTY, type MemoryEvent, type MemoryState, transition } from "./memory-state.js";
import type { VersionedGraph } from "./versioned-graph.js";

const graphOf = (version: number): VersionedGraph => ({
  graph: new CollaborationGraph(),
  version,
  stateId: `state ${version}`,
  communities: null,
});
const [before, after] = [graphOf(1), graphOf(2)];

const states: readonly MemoryState[] = [
  EMPTY,
  { kind: "loading" },
  { kind: "idle", graph: before, snapshotVersion: 7 },
  { kind: "catchingUp", snapshotVersion: 7 },
  { kind: "applying", snapshotVersion: 7 },
  { kind: "discarding" },
];

const events: readonly MemoryEvent[] = [
  { type: "load" },
  { type: "loaded", graph: after, snapshotVersion: null },
  { type: "catchUp" },
  { type: "caughtUp", graph: after },
  { type: "apply" },
  { type: "applied", graph: after },
  { type: "failed" },
  { type: "invalidate" },
  { type: "snapshotSaved", version: 9 },
];

/** By event, the state that follows each of `states` in their order; null if the event cannot occur in it. */
const expected: Readonly<Record<MemoryEvent["type"], readonly (MemoryState | null)[]>> = (() => {
  const loading: MemoryState = { kind: "loading" };
  const discarding: MemoryState = { kind: "discarding" };
  const idleAfter: MemoryState = { kind: "idle", graph: after, snapshotVersion: 7 };
  return {
    load: [loading, null, loading, null, null, null],
    loaded: [null, { kind: "idle", graph: after, snapshotVersion: null }, null, null, null, null],
    catchUp: [null, null, { kind: "catchingUp", snapshotVersion: 7 }, null, null, null],
    caughtUp: [null, null, null, idleAfter, null, EMPTY],
    apply: [null, null, { kind: "applying", snapshotVersion: 7 }, null, null, null],
    applied: [null, null, null, null, idleAfter, EMPTY],
    failed: [null, EMPTY, null, EMPTY, EMPTY, EMPTY],
    invalidate: [EMPTY, loading, EMPTY, discarding, discarding, discarding],
    snapshotSaved: [
      EMPTY,
      loading,
      { kind: "idle", graph: before, snapshotVersion: 9 },
      { kind: "catchingUp", snapshotVersion: 9 },
      { kind: "applying", snapshotVersion: 9 },
      discarding,
    ],
  };
})();

const table = events.flatMap((event) =>
  states.map((state, n) => ({ event, state, next: expected[event.type][n]! })),
);
const named = (rows: typeof table) =>
  rows.map(({ event, state, next }) => [event.type, state.kind, event, state, next] as const);

/** What is known of memory from the events alone. */
interface History {
  /** Versions of the graphs that invalidated work has changed. */
  readonly invalid: Set<number>;
  /** Version of the last snapshot that was reported by a load or saved since. */
  snapshotVersion: number | null;
  /** The last version given to a graph. */
  version: number;
}

describe("transition", () => {
  it.each(named(table.filter(({ next }) => next !== null)))(
    "%s in state %s leads to the state of the table",
    (_type, _kind, event, state, next) => {
      expect(transition(state, event)).toEqual(next);
    },
  );

  it.each(named(table.filter(({ next }) => next === null)))(
    "%s cannot occur in state %s",
    (_type, _kind, event, state) => {
      expect(() => transition(state, event)).toThrow(
        expect.objectContaining({ code: "GRAPH_MEMORY_TRANSITION" }),
      );
    },
  );

  it("never makes a graph readable that an invalidated epoch has changed, and keeps the newest snapshot", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 100 }), (drawn) => {
        let state: MemoryState = EMPTY;
        const history: History = { invalid: new Set(), snapshotVersion: null, version: 0 };
        for (const index of drawn) {
          const event = withNewVersion(events[index]!, history);
          const next = attempt(state, event);
          if (next === null) continue;
          record(history, state, event);
          state = next;
          expect(violations(state, history)).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function violations(state: MemoryState, history: History): string[] {
  const found: string[] = [];
  if (state.kind === "idle" && history.invalid.has(state.graph.version))
    found.push("an invalid graph is idle");
  if ("snapshotVersion" in state && state.snapshotVersion !== history.snapshotVersion)
    found.push("the snapshot is not the newest");
  if ("graph" in state !== (state.kind === "idle")) found.push("a graph is readable that is being changed");
  return found;
}

/** Gives the graph of an event a version of its own. */
function withNewVersion(event: MemoryEvent, history: History): MemoryEvent {
  return "graph" in event ? { ...event, graph: graphOf((history.version += 1)) } : event;
}

function attempt(state: MemoryState, event: MemoryEvent): MemoryState | null {
  try {
    return transition(state, event);
  } catch {
    return null;
  }
}

function record(history: History, state: MemoryState, event: MemoryEvent): void {
  if (event.type === "loaded") history.snapshotVersion = event.snapshotVersion;
  if (event.type === "snapshotSaved") history.snapshotVersion = event.version;
  if (event.type === "invalidate" && state.kind === "idle") history.invalid.add(state.graph.version);
  // Of work that was invalidated while it ran, every result is invalid.
  if ((event.type === "caughtUp" || event.type === "applied") && state.kind === "discarding")
    history.invalid.add(event.graph.version);
}
