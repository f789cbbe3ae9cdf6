/**
 * The life of a partition while it is assigned. A fetch brings all that lies ready, which may be many epochs; the handler
 * takes one at a time, and what it has not taken is buffered and delivered from there.
 *
 * ```
 *             resume                        resume
 *  waiting ───────────▶ fetching ◀──┐      ┌───────── waiting, buffered
 *     ▲                  │   │      │      ▼                     ▲
 *     └──────────────────┘   │      └── draining ────────────────┘
 *        paused, all taken   │ all taken   ▲   │ paused, rest buffered
 *                            └─────────────┘   │
 *                             rest buffered    ▼ paused, all taken
 *                                            waiting
 * ```
 *
 * Kafka is asked for records of a partition that is fetching, and of no other.
 */
export type PartitionState =
  /** kafkajs fetches and delivers. */
  | { readonly name: "fetching"; readonly isResumed: boolean }
  /** What was fetched before is delivered. */
  | { readonly name: "draining"; readonly isResumed: boolean }
  /** The handler wants no records until it resumes the partition. */
  | { readonly name: "waiting"; readonly isBuffered: boolean };

/** What a transition asks for: to pause or resume kafkajs, to move it to an offset, to deliver what is buffered. */
export type PartitionEffect = "seek" | "pause" | "resume" | "deliver";

type Transition = readonly [PartitionState, ...PartitionEffect[]];

/** What the handler made of a batch. */
export interface HandledBatch {
  /** Whether it wants no more for now. */
  readonly pause: boolean;
  /** Whether what it did not take is buffered. */
  readonly isBuffered: boolean;
  /** Whether it took the batch to its end. */
  readonly isAtEnd: boolean;
}

export const FETCHING: PartitionState = { name: "fetching", isResumed: false };

/** A call of the handler with a batch of the partition begins: what it decides is newer than any resume before. */
export function onHandling(state: PartitionState): PartitionState {
  return state.name === "waiting" ? state : { ...state, isResumed: false };
}

/** That call has ended. A resume meanwhile may know more than the call, so it outweighs the call's pause. */
export function onHandled(state: PartitionState, { pause, isBuffered, isAtEnd }: HandledBatch): Transition {
  const isWaiting = pause && !(state.name !== "waiting" && state.isResumed);
  const isPausedAlready = state.name === "draining";
  const effects: PartitionEffect[] = [];
  // kafkajs stands behind the batch that was drained; of the one that it delivers it is told the offset anyway.
  if (isPausedAlready && !isBuffered && !isAtEnd) effects.push("seek");
  if (!isPausedAlready && (isWaiting || isBuffered)) effects.push("pause");
  if (isWaiting) return [{ name: "waiting", isBuffered }, ...effects];
  if (isBuffered) return [{ name: "draining", isResumed: false }, ...effects, "deliver"];
  if (isPausedAlready) effects.push("resume");
  return [FETCHING, ...effects];
}

/** The call never began. What was drained is fetched again; kafkajs itself repeats what it delivered. */
export function onDropped(state: PartitionState): Transition {
  return state.name === "draining" ? [FETCHING, "seek", "resume"] : [state];
}

/** The handler wants records again. */
export function onResume(state: PartitionState): Transition {
  if (state.name !== "waiting") return [{ ...state, isResumed: true }];
  return state.isBuffered ? [{ name: "draining", isResumed: false }, "deliver"] : [FETCHING, "resume"];
}
