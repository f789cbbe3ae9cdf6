import { partitionName, type TopicPartition } from "@interlude/stage";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  type Handled,
  JOINING,
  type SubscriptionEffect,
  type SubscriptionEvent,
  type SubscriptionState,
  transition,
} from "./subscription-state.js";

const partitions: readonly TopicPartition[] = [0, 1, 2].map((partition) => ({ topic: "t", partition }));

/** Kafka's side, as the effects leave it. */
interface World {
  readonly paused: Set<string>;
  readonly buffered: Set<string>;
  readonly draining: Set<string>;
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`It does not hold that ${what}`);
}

function perform(world: World, effects: readonly SubscriptionEffect[]): void {
  for (const effect of effects) {
    if (effect.type === "discard") {
      for (const names of [world.paused, world.buffered, world.draining]) names.clear();
    } else if (effect.type === "pause" || effect.type === "resume") {
      for (const name of effect.partitions.map(partitionName)) {
        must(world.paused.has(name) === (effect.type === "resume"), `${effect.type} of ${name} is needed`);
        world.paused[effect.type === "pause" ? "add" : "delete"](name);
      }
    } else if (effect.type === "deliver") {
      const name = partitionName(effect.partition);
      must(world.buffered.delete(name), `something is buffered of ${name}`);
      world.draining.add(name);
    }
  }
}

function positioned({ generation }: SubscriptionState): SubscriptionEvent {
  return { type: "positioned", generation, offsets: new Map() };
}

const partition = fc.constantFrom(...partitions);
const some = fc.subarray([...partitions], { minLength: 1 });
const step = fc.oneof(
  { weight: 1, arbitrary: some.map((chosen) => ["assign", chosen] as const) },
  { weight: 2, arbitrary: fc.constant(["position"] as const) },
  { weight: 12, arbitrary: fc.tuple(fc.constant("handle"), partition, fc.nat(3), fc.boolean()) },
  { weight: 6, arbitrary: some.map((chosen) => ["resume", chosen] as const) },
  { weight: 2, arbitrary: partition.map((chosen) => ["drop", chosen] as const) },
  { weight: 1, arbitrary: fc.constant(["lose"] as const) },
);

it("a subscription asks Kafka for records of partitions that fetch and of no other, and leaves none paused for ever", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state: SubscriptionState = JOINING;
      const world: World = { paused: new Set(), buffered: new Set(), draining: new Set() };
      const apply = (event: SubscriptionEvent): void => {
        const next = transition(state, event);
        ({ state } = next);
        perform(world, next.effects);
        if (state.phase !== "consuming") return;
        for (const [name, { state: own }] of state.assigned) {
          must(
            world.paused.has(name) === (own.name !== "fetching"),
            `Kafka knows that ${name} is ${own.name}`,
          );
          must(world.draining.has(name) === (own.name === "draining"), `${name} drains when it says so`);
          const isBuffered = own.name === "waiting" && own.isBuffered;
          must(world.buffered.has(name) === isBuffered, `${name} has a buffer when it says so`);
        }
      };
      const isDelivered = (name: string): boolean => world.draining.has(name) || !world.paused.has(name);
      const handle = (
        chosen: TopicPartition,
        outcome: Omit<Handled, "topic" | "partition">,
        resumes: boolean,
      ) => {
        const name = partitionName(chosen);
        if (state.phase !== "consuming" || !state.assigned.has(name) || !isDelivered(name)) return;
        apply({ type: "handling", partitions: [chosen] });
        if (resumes) apply({ type: "resume", partitions: [chosen] });
        world.draining.delete(name);
        if (outcome.isBuffered) world.buffered.add(name);
        const batches = [{ ...chosen, ...outcome }];
        apply({ type: "handled", generation: state.generation, batches });
      };
      for (const [name, ...rest] of steps) {
        if (name === "assign") apply({ type: "assigned", partitions: rest[0] as TopicPartition[] });
        else if (name === "position") apply(positioned(state));
        else if (name === "lose") apply({ type: "lost" });
        else if (name === "resume") apply({ type: "resume", partitions: rest[0] as TopicPartition[] });
        else if (name === "drop") {
          const chosen = rest[0] as TopicPartition;
          world.draining.delete(partitionName(chosen));
          apply({ type: "dropped", ...chosen, generation: state.generation, nextOffset: 1n });
        } else {
          const [chosen, kind, resumes] = rest as [TopicPartition, number, boolean];
          const [pause, isBuffered] = [kind > 1, kind % 2 === 1];
          handle(chosen, { nextOffset: 1n, pause, isBuffered, isAtEnd: !isBuffered }, resumes);
        }
      }
      apply({ type: "resume", partitions });
      for (const chosen of partitions)
        handle(chosen, { nextOffset: 1n, pause: false, isBuffered: false, isAtEnd: true }, false);
      expect(state.phase === "consuming" ? [...world.paused] : []).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
