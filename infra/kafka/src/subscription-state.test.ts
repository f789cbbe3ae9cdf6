import { partitionName, type TopicPartition } from "@interlude/stage";
import { describe, expect, it } from "vitest";
import {
  type Handled,
  JOINING,
  type SubscriptionEffect,
  type SubscriptionEvent,
  type SubscriptionState,
  transition,
} from "./subscription-state.js";

const partitions: readonly TopicPartition[] = [0, 1, 2].map((partition) => ({ topic: "t", partition }));
const [one] = partitions as [TopicPartition];
const error = new Error("broke");

/** The state after events, and what the last of them asks for. */
function after(...events: readonly SubscriptionEvent[]): {
  state: SubscriptionState;
  effects: readonly SubscriptionEffect[];
} {
  let [state, effects]: [SubscriptionState, readonly SubscriptionEffect[]] = [JOINING, []];
  for (const event of events) ({ state, effects } = transition(state, event));
  return { state, effects };
}

function assigned(only: readonly TopicPartition[] = [one]): SubscriptionEvent {
  return { type: "assigned", partitions: only };
}

function positioned(generation = 1): SubscriptionEvent {
  return { type: "positioned", generation, offsets: new Map([[partitionName(one), 7n]]) };
}

const ALL_TAKEN = { pause: false, isBuffered: false, isAtEnd: true };

function handled(more: Partial<Handled> = {}, generation = 1): SubscriptionEvent {
  return { type: "handled", generation, batches: [{ ...one, nextOffset: 9n, ...ALL_TAKEN, ...more }] };
}

const handling: SubscriptionEvent = { type: "handling", partitions: [one] };
const resume: SubscriptionEvent = { type: "resume", partitions: [one] };
const close: SubscriptionEvent = { type: "close" };
const dropped: SubscriptionEvent = { type: "dropped", ...one, generation: 1, nextOffset: 9n };
const consuming = [assigned(), positioned()];
const paused = { type: "pause", partitions: [one] };
const resumed = { type: "resume", partitions: [one] };
const sought = { type: "seek", partition: one, offset: 9n };
const delivered = { type: "deliver", partition: one };

describe("the life of a subscription", () => {
  it("holds an assignment back and asks where to begin", () => {
    const { state, effects } = after(assigned());
    expect(state).toMatchObject({ phase: "positioning", generation: 1 });
    expect(effects).toEqual([
      { type: "discard" },
      paused,
      { type: "position", generation: 1, partitions: [one] },
    ]);
  });

  it("begins where the store says, or at 0, and lets go", () => {
    const two = partitions.slice(0, 2);
    const { state, effects } = after(assigned(two), positioned());
    expect(state).toMatchObject({ phase: "consuming", generation: 1 });
    expect(effects).toMatchObject([
      { type: "seek", partition: two[0], offset: 7n },
      { type: "seek", partition: two[1], offset: 0n },
      { type: "resume", partitions: two },
    ]);
  });

  it("begins anew with every assignment", () => {
    expect(after(...consuming, assigned()).state).toMatchObject({ phase: "positioning", generation: 2 });
    expect(after(assigned(), assigned()).state).toMatchObject({ phase: "positioning", generation: 2 });
  });

  it("goes on with another consumer after an outage, and takes nothing over from the one before", () => {
    const { state, effects } = after(...consuming, { type: "lost" });
    expect(state).toEqual({ phase: "joining", generation: 2 });
    expect(effects).toEqual([{ type: "discard" }, { type: "reopen" }]);
    expect(after(...consuming, { type: "lost" }, handled({ pause: true })).effects).toEqual([]);
    expect(after(...consuming, { type: "lost" }, assigned()).state).toMatchObject({
      phase: "positioning",
      generation: 3,
    });
    expect(after(close, { type: "lost" }).effects).toEqual([]);
  });

  it.each([
    ["positions", [assigned(), assigned()], positioned(1)],
    ["progress", [...consuming, assigned(), positioned(2)], handled({ pause: true }, 1)],
    ["dropped batches", [...consuming, assigned(), positioned(2)], dropped],
    ["failures", [...consuming, assigned()], { type: "failed", generation: 1, error } as const],
  ])("ignores %s of an earlier assignment", (_, before, event) => {
    const { state } = after(...before);
    expect(transition(state, event)).toEqual({ state, effects: [] });
  });

  it("ignores batches and resumes before it knows where to begin", () => {
    for (const before of [[], [assigned()]]) {
      const { state } = after(...before);
      for (const event of [handling, handled({}, state.generation), resume]) {
        expect(transition(state, event)).toEqual({ state, effects: [] });
      }
    }
  });

  it.each([[[]], [[assigned()]], [consuming]])("ends for good when it is closed or fails: %#", (before) => {
    const closing = after(...before, close);
    expect(closing.effects).toEqual([{ type: "stop" }]);
    const failed = after(...before, { type: "failed", error });
    expect(failed.effects).toEqual([{ type: "stop" }, { type: "break", error }]);
    for (const { state } of [closing, failed]) {
      for (const event of [assigned(), positioned(), handling, handled(), resume, close, dropped]) {
        expect(transition(state, event)).toEqual({ state, effects: [] });
      }
      expect(transition(state, { type: "failed", error })).toEqual({ state, effects: [] });
    }
  });
});

describe("the life of an assigned partition", () => {
  const pausedAtEnd = handled({ pause: true });
  const pausedBuffered = handled({ pause: true, isBuffered: true, isAtEnd: false });
  const goesOnBuffered = handled({ isBuffered: true, isAtEnd: false });
  const goesOnElsewhere = handled({ isAtEnd: false });
  const pausedElsewhere = handled({ pause: true, isAtEnd: false });

  it.each([
    // From fetching.
    ["goes on", [handling], handled(), []],
    ["goes on at another offset, which kafkajs is told with the batch", [handling], goesOnElsewhere, []],
    ["waits", [handling], pausedAtEnd, [paused]],
    ["waits with a buffer", [handling], pausedBuffered, [paused]],
    ["drains a buffer", [handling], goesOnBuffered, [paused, delivered]],
    ["does not wait if resumed meanwhile", [handling, resume], pausedAtEnd, []],
    ["drains if resumed meanwhile", [handling, resume], pausedBuffered, [paused, delivered]],
    ["waits if resumed before", [resume, handling], pausedAtEnd, [paused]],
    ["has nothing to resume", [], resume, []],
    ["is repeated by kafkajs when dropped", [], dropped, []],
    // From waiting.
    ["is fetched when resumed", [handling, pausedAtEnd], resume, [resumed]],
    ["is drained when resumed with a buffer", [handling, pausedBuffered], resume, [delivered]],
    ["is not resumed twice", [handling, pausedAtEnd, resume], resume, []],
    // From draining.
    ["is fetched once drained", [handling, goesOnBuffered, handling], handled(), [resumed]],
    ["drains on", [handling, goesOnBuffered, handling], goesOnBuffered, [delivered]],
    ["is fetched from another offset", [goesOnBuffered, handling], goesOnElsewhere, [sought, resumed]],
    ["waits, drained", [handling, goesOnBuffered, handling], pausedAtEnd, []],
    ["waits, not drained", [handling, goesOnBuffered, handling], pausedBuffered, []],
    ["waits at another offset", [goesOnBuffered, handling], pausedElsewhere, [sought]],
    ["is fetched if resumed meanwhile", [goesOnBuffered, handling, resume], pausedAtEnd, [resumed]],
    ["is fetched when resumed after it was drained", [goesOnBuffered, pausedAtEnd], resume, [resumed]],
  ])("%s", (_, before, event, effects) => {
    expect(after(...consuming, ...before, event).effects).toEqual(effects);
  });

  it("is fetched again when what is drained was dropped: once it stayed paused for ever", () => {
    expect(after(...consuming, goesOnBuffered, dropped).effects).toEqual([sought, resumed]);
  });

  it("leaves other partitions alone", () => {
    const { state } = after(assigned(partitions), positioned(), handling, pausedAtEnd);
    const { effects } = transition(state, { type: "resume", partitions });
    expect(effects).toEqual([resumed]);
    const stranger = { topic: "t", partition: 9 };
    expect(transition(state, { type: "resume", partitions: [stranger] }).effects).toEqual([]);
  });
});
