import { partitionName, type TopicPartition } from "@interlude/stage";
import {
  FETCHING,
  type HandledBatch,
  type PartitionEffect,
  type PartitionState,
  onDropped,
  onHandled,
  onHandling,
  onResume,
} from "./partition-state.js";

/**
 * The life of a subscription.
 *
 * ```
 *              assigned                  positioned
 *   joining ─────────────▶ positioning ─────────────▶ consuming
 *                           ▲       ▲                     │
 *                  assigned └───────┴─────────────────────┘ assigned
 *
 *   any of these ── lost ──▶ joining, with another consumer
 *   any of these ── close ──▶ closing        any of these ── failed ──▶ failed
 * ```
 *
 * While positioning, every partition is paused until the caller's store has said where to begin. Each assignment is a
 * generation; what belongs to an earlier one changes nothing. Closing and failed are final.
 */
export type SubscriptionState =
  | { readonly phase: "joining"; readonly generation: number }
  | {
      readonly phase: "positioning";
      readonly generation: number;
      readonly assigned: Assigned<TopicPartition>;
    }
  | {
      readonly phase: "consuming";
      readonly generation: number;
      readonly assigned: Assigned<AssignedPartition>;
    }
  | { readonly phase: "closing" | "failed"; readonly generation: number };

/** By `partitionName`. */
type Assigned<Partition> = ReadonlyMap<string, Partition>;

interface AssignedPartition extends TopicPartition {
  readonly state: PartitionState;
}

export type SubscriptionEvent =
  /** The group has given partitions to this member. */
  | { readonly type: "assigned"; readonly partitions: readonly TopicPartition[] }
  /** The store has said where to begin, by `partitionName`. */
  | {
      readonly type: "positioned";
      readonly generation: number;
      readonly offsets: ReadonlyMap<string, bigint>;
    }
  /** A call of the handler begins. */
  | { readonly type: "handling"; readonly partitions: readonly TopicPartition[] }
  /** It has ended. */
  | { readonly type: "handled"; readonly generation: number; readonly batches: readonly Handled[] }
  /** A batch was given up before any call began; `nextOffset` is where it begins. */
  | ({ readonly type: "dropped"; readonly generation: number; readonly nextOffset: bigint } & TopicPartition)
  /** The caller wants records of partitions again. */
  | { readonly type: "resume"; readonly partitions: readonly TopicPartition[] }
  /** The consumer has ended, because of an outage that may pass. */
  | { readonly type: "lost" }
  /** Something broke; with a generation, only if that is still the current one. */
  | { readonly type: "failed"; readonly generation?: number; readonly error: unknown }
  | { readonly type: "close" };

export interface Handled extends HandledBatch, TopicPartition {
  readonly nextOffset: bigint;
}

/** What is to be done about kafkajs and the caller, in this order. */
export type SubscriptionEffect =
  /** Give up what belongs to the assignment before: batches, buffers, offsets to commit. */
  | { readonly type: "discard" }
  | { readonly type: "seek"; readonly partition: TopicPartition; readonly offset: bigint }
  | { readonly type: "pause" | "resume"; readonly partitions: readonly TopicPartition[] }
  /** Ask where to begin. */
  | { readonly type: "position"; readonly generation: number; readonly partitions: readonly TopicPartition[] }
  /** Deliver what is buffered of a partition. */
  | { readonly type: "deliver"; readonly partition: TopicPartition }
  /** Open another consumer. */
  | { readonly type: "reopen" }
  /** Begin no other call of the handler. */
  | { readonly type: "stop" }
  /** Tell the caller that the subscription broke. */
  | { readonly type: "break"; readonly error: unknown };

interface SubscriptionTransition {
  readonly state: SubscriptionState;
  readonly effects: readonly SubscriptionEffect[];
}

export const JOINING: SubscriptionState = { phase: "joining", generation: 0 };

/** The next state, and what it takes to get there. Pure. */
export function transition(state: SubscriptionState, event: SubscriptionEvent): SubscriptionTransition {
  const same = { state, effects: [] };
  if (state.phase === "closing" || state.phase === "failed") return same;
  const { generation } = state;
  if ("generation" in event && event.generation !== undefined && event.generation !== generation) return same;
  switch (event.type) {
    case "assigned":
      return assigned(generation + 1, event.partitions);
    case "lost": {
      const effects = [{ type: "discard" }, { type: "reopen" }] as const;
      return { state: { phase: "joining", generation: generation + 1 }, effects };
    }
    case "close":
      return { state: { phase: "closing", generation }, effects: [{ type: "stop" }] };
    case "failed": {
      const effects = [{ type: "stop" }, { type: "break", error: event.error }] as const;
      return { state: { phase: "failed", generation }, effects };
    }
    case "positioned":
      return state.phase === "positioning" ? positioned(state, event.offsets) : same;
    default:
      return state.phase === "consuming" ? consumed(state, event) : same;
  }
}

function assigned(generation: number, partitions: readonly TopicPartition[]): SubscriptionTransition {
  return {
    state: { phase: "positioning", generation, assigned: byName(partitions) },
    effects: [
      { type: "discard" },
      { type: "pause", partitions },
      { type: "position", generation, partitions },
    ],
  };
}

function positioned(
  { generation, assigned: partitions }: Extract<SubscriptionState, { phase: "positioning" }>,
  offsets: ReadonlyMap<string, bigint>,
): SubscriptionTransition {
  const fetching = [...partitions.values()].map((one) => ({ ...one, state: FETCHING }));
  const seeks = fetching.map(
    (partition) =>
      ({ type: "seek", partition, offset: offsets.get(partitionName(partition)) ?? 0n }) as const,
  );
  return {
    state: { phase: "consuming", generation, assigned: byName(fetching) },
    effects: [...seeks, { type: "resume", partitions: fetching }],
  };
}

type Consuming = Extract<SubscriptionState, { phase: "consuming" }>;
type ConsumingEvent = Extract<SubscriptionEvent, { type: "handling" | "handled" | "dropped" | "resume" }>;

function consumed(state: Consuming, event: ConsumingEvent): SubscriptionTransition {
  const next = new Map(state.assigned);
  const asked: Record<PartitionEffect, TopicPartition[]> = { seek: [], pause: [], resume: [], deliver: [] };
  const offsets = new Map<string, bigint>();
  for (const one of partitionsOf(event)) {
    const name = partitionName(one);
    const known = next.get(name);
    if (known === undefined) continue;
    const [changed, ...effects] = changeOf(known.state, event.type, one);
    next.set(name, { ...known, state: changed });
    if ("nextOffset" in one) offsets.set(name, one.nextOffset);
    for (const effect of effects) asked[effect].push({ topic: known.topic, partition: known.partition });
  }
  const effects: SubscriptionEffect[] = asked.seek.map((partition) => {
    return { type: "seek", partition, offset: offsets.get(partitionName(partition))! };
  });
  if (asked.pause.length > 0) effects.push({ type: "pause", partitions: asked.pause });
  if (asked.resume.length > 0) effects.push({ type: "resume", partitions: asked.resume });
  for (const partition of asked.deliver) effects.push({ type: "deliver", partition });
  return { state: { ...state, assigned: next }, effects };
}

function partitionsOf(event: ConsumingEvent): readonly (TopicPartition | Handled)[] {
  if (event.type === "handled") return event.batches;
  return event.type === "dropped" ? [event] : event.partitions;
}

function changeOf(
  state: PartitionState,
  type: ConsumingEvent["type"],
  one: TopicPartition | Handled,
): readonly [PartitionState, ...PartitionEffect[]] {
  if (type === "handling") return [onHandling(state)];
  if (type === "resume") return onResume(state);
  return type === "dropped" ? onDropped(state) : onHandled(state, one as Handled);
}

function byName<Partition extends TopicPartition>(partitions: readonly Partition[]): Assigned<Partition> {
  return new Map(partitions.map((partition) => [partitionName(partition), partition]));
}
