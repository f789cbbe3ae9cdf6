import { DEFAULT_RETRY, EventLogError } from "@interlude/stage";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_HISTORY } from "../testing/empty-history.js";
import type { PlannedEpoch } from "./plan-epoch.js";
import {
  EVENTS,
  type ReplicationEvent,
  type ReplicationMode,
  type ReplicationState,
  START,
  type Snapshot,
  transition,
} from "./replication-state.js";

const snapshot: Snapshot = {
  contents: { dumps: [], features: [], unreadable: new Set(), packets: new Map(), omitted: [] },
  history: EMPTY_HISTORY,
};
const planned: PlannedEpoch = { epoch: 1, kind: "packet", packet: 7, isReapplied: false, files: [] };
const plan = { do: "wait", missing: 7 } as const;
const error = new Error("the broker went away");

/** Each state with two failures behind it, if it counts them. */
const STATES = {
  planning: { name: "planning", failures: 2 },
  processing: { name: "processing", planned, snapshot, failures: 2 },
  fetching: { name: "fetching", plan, snapshot, failures: 2 },
  waiting: { name: "waiting" },
  retrying: { name: "retrying", failures: 2 },
  ended: { name: "ended", outcome: "done" },
} as const satisfies Record<ReplicationState["name"], ReplicationState>;

const EVENT = {
  planned: { type: "planned", planned, snapshot },
  "nothing-to-read": { type: "nothing-to-read", plan, snapshot },
  published: { type: "published" },
  unused: { type: "unused" },
  rejected: { type: "rejected" },
  arriving: { type: "arriving" },
  fetched: { type: "fetched" },
  "fetch-failed": { type: "fetch-failed" },
  dropped: { type: "dropped" },
  "caught-up": { type: "caught-up" },
  blocked: { type: "blocked" },
  elapsed: { type: "elapsed" },
  failed: { type: "failed", error },
  aborted: { type: "aborted" },
} as const satisfies Record<ReplicationEvent["type"], ReplicationEvent>;
type EventType = keyof typeof EVENT;

const ended = (outcome: "done" | "blocked" | "aborted"): ReplicationState => ({ name: "ended", outcome });
const { processing, fetching, waiting } = STATES;
const again: ReplicationState = { name: "planning", failures: 2 };
const retrying: ReplicationState = { name: "retrying", failures: 3 };

/** Every transition: the state, the event, the next state in mode `follow`, and that in mode `once` if it differs. */
const TRANSITIONS: [ReplicationState["name"], EventType, ReplicationState, ReplicationState?][] = [
  ["planning", "planned", processing],
  ["planning", "nothing-to-read", fetching],
  ["planning", "arriving", waiting],
  ["planning", "blocked", waiting, ended("blocked")],
  ["planning", "failed", retrying],
  ["planning", "aborted", ended("aborted")],
  ["processing", "published", START],
  ["processing", "unused", START],
  ["processing", "rejected", waiting, ended("blocked")],
  ["processing", "arriving", waiting],
  ["processing", "failed", retrying],
  ["processing", "aborted", ended("aborted")],
  ["fetching", "fetched", START],
  ["fetching", "fetch-failed", waiting],
  ["fetching", "dropped", START],
  ["fetching", "caught-up", waiting, ended("done")],
  ["fetching", "blocked", waiting, ended("blocked")],
  ["fetching", "failed", retrying],
  ["fetching", "aborted", ended("aborted")],
  ["waiting", "elapsed", START],
  ["waiting", "aborted", ended("aborted")],
  ["retrying", "elapsed", again],
  ["retrying", "aborted", ended("aborted")],
];

describe("the states of replication", () => {
  it.each(TRANSITIONS)("go from %s by %s", (name, type, following, once = following) => {
    expect(transition(STATES[name], EVENT[type], "follow")).toEqual(following);
    expect(transition(STATES[name], EVENT[type], "once")).toEqual(once);
  });

  it("are left by no other event", () => {
    const listed = new Set(TRANSITIONS.map(([name, type]) => `${name} ${type}`));
    const isAccepted = (state: ReplicationState, event: ReplicationEvent): boolean => {
      try {
        return transition(state, event, "follow") !== null;
      } catch (thrown) {
        if (thrown instanceof RangeError) return false;
        throw thrown;
      }
    };
    for (const state of Object.values(STATES)) {
      for (const event of Object.values(EVENT)) {
        const isListed = listed.has(`${state.name} ${event.type}`);
        expect(EVENTS[state.name].includes(event.type)).toBe(isListed);
        expect(isAccepted(state, event)).toBe(isListed);
      }
    }
  });

  it("end with the error of the last attempt", () => {
    const state: ReplicationState = { name: "planning", failures: DEFAULT_RETRY.attempts - 1 };
    expect(transition(state, EVENT.failed, "follow")).toEqual({ name: "ended", outcome: "failed", error });
  });

  const unreachable = new EventLogError("LOG_UNREACHABLE", "the brokers are away");
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { syscall: "write" });
  it.each([unreachable, full])("never end while what failed may pass: %s", (outage) => {
    let state: ReplicationState = STATES.processing;
    for (let failures = state.failures; failures < 1_000; failures++) {
      state = transition({ ...STATES.processing, failures }, { type: "failed", error: outage }, "once");
      expect(state).toEqual({ name: "retrying", failures: failures + 1 });
    }
  });

  it("end at once where another attempt can only end the same", () => {
    const fenced = new EventLogError("LOG_CLOSED", "the log has been closed");
    const event = { type: "failed", error: fenced } as const;
    expect(transition(START, event, "follow")).toEqual({ name: "ended", outcome: "failed", error: fenced });
  });
});

describe("any run of replication", () => {
  const modes = fc.constantFrom<ReplicationMode>("follow", "once");
  const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 200 });

  /** Goes on as the numbers choose among the events of each state. */
  function run(mode: ReplicationMode, numbers: readonly number[]) {
    const steps: { from: ReplicationState; type: EventType; to: ReplicationState }[] = [];
    let state: ReplicationState = START;
    for (const number of numbers) {
      if (state.name === "ended") break;
      const types: readonly EventType[] = EVENTS[state.name];
      const type = types[number % types.length]!;
      const to = transition(state, EVENT[type], mode);
      steps.push({ from: state, type, to });
      state = to;
    }
    return { steps, state };
  }

  it("counts failures in a row, and none that are apart", () => {
    fc.assert(
      fc.property(modes, choices, (mode, numbers) => {
        let inARow = 0;
        for (const { from, type, to } of run(mode, numbers).steps) {
          if (type === "failed") inARow++;
          else if (from.name !== "retrying" && !["planned", "nothing-to-read"].includes(type)) inARow = 0;
          const counted = "failures" in to ? to.failures : inARow;
          expect([type, counted]).toEqual([type, inARow]);
          expect(inARow >= DEFAULT_RETRY.attempts).toBe(to.name === "ended" && to.outcome === "failed");
        }
      }),
    );
  });

  it("ends with what its last event was, by itself only in mode once", () => {
    fc.assert(
      fc.property(modes, choices, (mode, numbers) => {
        const { steps, state } = run(mode, numbers);
        fc.pre(state.name === "ended");
        const { type } = steps.at(-1)!;
        const byType = { aborted: "aborted", failed: "failed", "caught-up": "done" } as const;
        const outcome = byType[type as keyof typeof byType] ?? "blocked";
        expect(state).toMatchObject({ outcome });
        expect(mode === "once" || outcome === "aborted" || outcome === "failed").toBe(true);
      }),
    );
  });

  it("plans before it processes or fetches, each time anew", () => {
    fc.assert(
      fc.property(modes, choices, (mode, numbers) => {
        const working = run(mode, numbers).steps.filter(({ to }) =>
          ["processing", "fetching"].includes(to.name),
        );
        expect(working.every(({ from }) => from.name === "planning")).toBe(true);
      }),
    );
  });
});
