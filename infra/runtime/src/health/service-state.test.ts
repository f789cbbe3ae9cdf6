import type { Blocked } from "@interlude/stage";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PartReading,
  type ServiceState,
  type ServiceStateEvent,
  type StateName,
  blockedBy,
  livenessProblem,
  readinessProblem,
  starting,
  transition,
} from "./service-state.js";

const away: Blocked = { code: "LOG_UNREACHABLE", reason: "no broker responds", since: 5_000 };
const reading = (values: Partial<PartReading> = {}): PartReading => ({
  progressAt: 0,
  limitMs: 60_000,
  blocked: null,
  ...values,
});
const observed = (at: number, values: Partial<PartReading> = {}, part = "consumer"): ServiceStateEvent => ({
  type: "observed",
  at,
  part,
  reading: reading({ progressAt: at, ...values }),
});
const started = (at: number): ServiceStateEvent => ({ type: "started", at });
const stopping = (at: number): ServiceStateEvent => ({ type: "stopping", at });
const after = (...events: ServiceStateEvent[]): ServiceState => events.reduce(transition, starting(0));

describe("the state of a service", () => {
  const reached: Record<StateName, ServiceStateEvent[]> = {
    starting: [],
    running: [started(1)],
    blocked: [started(1), observed(2, { blocked: away })],
    stopping: [stopping(1)],
  };
  it.each<[StateName, string, ServiceStateEvent, StateName]>([
    ["starting", "starts", started(9), "running"],
    ["starting", "is blocked", observed(9, { blocked: away }), "starting"],
    ["starting", "stops", stopping(9), "stopping"],
    ["running", "starts", started(9), "running"],
    ["running", "is blocked", observed(9, { blocked: away }), "blocked"],
    ["running", "gets on", observed(9), "running"],
    ["running", "stops", stopping(9), "stopping"],
    ["blocked", "starts", started(9), "blocked"],
    ["blocked", "is blocked still", observed(9, { blocked: away }), "blocked"],
    ["blocked", "gets on", observed(9), "running"],
    ["blocked", "is rid of the part", { type: "finished", at: 9, part: "consumer" }, "running"],
    ["blocked", "stops", stopping(9), "stopping"],
    ["stopping", "starts", started(9), "stopping"],
    ["stopping", "is blocked", observed(9, { blocked: away }), "stopping"],
    ["stopping", "stops", stopping(9), "stopping"],
  ])("that is %s and %s", (from, _what, event, to) => {
    const before = after(...reached[from]);
    expect(before.name).toBe(from);
    const next = transition(before, event);
    expect(next).toMatchObject({ name: to, since: from === to ? before.since : 9 });
  });

  it("starts blocked if what it waited for is away again", () => {
    expect(after(observed(2, { blocked: away }), started(3)).name).toBe("blocked");
  });

  it("says what has been blocked for longest", () => {
    const later = { ...away, code: "53100", since: 6_000 };
    const state = after(
      started(1),
      observed(7_000, { blocked: later }, "relay"),
      observed(7_000, { blocked: away }),
    );
    expect(blockedBy(state)).toEqual(away);
    expect(blockedBy(transition(state, observed(8_000)))).toEqual(later);
  });

  it("is not ready before its start, while it stops, and once it is blocked for half a minute", () => {
    const blocked = after(started(1), observed(5_000, { blocked: away }));
    expect(readinessProblem(starting(0), 1)).toBe("is starting");
    expect(readinessProblem(after(observed(1, { blocked: away })), 2)).toMatch(
      /is starting: LOG_UNREACHABLE/,
    );
    expect(readinessProblem(after(started(1)), 2)).toBeNull();
    expect(readinessProblem(blocked, 35_000)).toBeNull();
    expect(readinessProblem(blocked, 35_001)).toMatch(
      /blocked for 30 s: LOG_UNREACHABLE, no broker responds/,
    );
    expect(readinessProblem(after(started(1), stopping(2)), 3)).toBe("is stopping");
  });

  it("lives while it is blocked, for as long as it tries", () => {
    const hour = 3_600_000;
    expect(livenessProblem(after(started(1), observed(hour, { blocked: away })), hour + 60_000)).toBeNull();
    expect(livenessProblem(after(started(1), observed(hour, { blocked: away })), hour + 60_001)).toMatch(
      "consumer has made no progress for 60 s (limit 60 s)",
    );
  });

  it("need not make progress with what is finished", () => {
    const state = after(observed(1, {}, "start"), { type: "finished", at: 2, part: "start" });
    expect(livenessProblem(state, 1e9)).toBeNull();
  });
});

describe("a service in any history", () => {
  const part = fc.constantFrom("consumer", "relay", "start");
  const happening = fc.record({
    wait: fc.integer({ min: 0, max: 200_000 }),
    part,
    /** How long ago the part did something, as it says. */
    idle: fc.integer({ min: 0, max: 400_000 }),
    limitMs: fc.integer({ min: 1_000, max: 180_000 }),
    isBlocked: fc.boolean(),
    type: fc.constantFrom("observed" as const, "observed" as const, "started" as const, "stopping" as const),
  });

  it("is live exactly while each part has made progress within its limit", () => {
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 40 }),
        fc.integer({ min: 0, max: 600_000 }),
        (story, wait) => {
          let now = 1_000_000;
          let state = starting(now);
          const last = new Map<string, { at: number; limitMs: number }>();
          for (const event of story) {
            now += event.wait;
            if (event.type !== "observed") {
              state = transition(state, { type: event.type, at: now });
              continue;
            }
            const progressAt = now - event.idle;
            const blocked = event.isBlocked ? { ...away, since: progressAt } : null;
            const seen = { progressAt, limitMs: event.limitMs, blocked };
            state = transition(state, { type: "observed", at: now, part: event.part, reading: seen });
            const at = Math.max(progressAt, last.get(event.part)?.at ?? 0);
            last.set(event.part, { at, limitMs: event.limitMs });
          }
          now += wait;
          const isStuck = [...last.values()].some(({ at, limitMs }) => now - at > limitMs);
          expect(livenessProblem(state, now) === null).toBe(!isStuck);
          const isRunning = ["running", "blocked"].includes(state.name);
          const isBlockedFor = now - (blockedBy(state)?.since ?? now);
          expect(readinessProblem(state, now) === null).toBe(isRunning && isBlockedFor <= 30_000);
        },
      ),
    );
  });
});
