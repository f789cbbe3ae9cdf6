import type { Blocked } from "@interlude/stage";

/** What a part of a service says of itself when it is looked at. */
export interface PartReading {
  /** Unix time in milliseconds of the last thing that it did: a poll, an attempt, a statement, a turn. */
  readonly progressAt: number;
  /** How long it may do nothing, in milliseconds, before it counts as stuck. */
  readonly limitMs: number;
  /** null while it gets on. A part that is blocked still makes progress as long as it tries. */
  readonly blocked: Blocked | null;
}

/**
 * starting: not at its positions yet. running ⇄ blocked: a part fails, and tries again. stopping: the work at hand ends.
 */
export type StateName = "starting" | "running" | "blocked" | "stopping";

/** The state of a service, with its parts as they were seen last. */
export interface ServiceState {
  readonly name: StateName;
  /** Unix time in milliseconds at which the state got this name. */
  readonly since: number;
  readonly parts: ReadonlyMap<string, PartReading>;
}

export type ServiceStateEvent =
  | { readonly type: "observed"; readonly at: number; readonly part: string; readonly reading: PartReading }
  /** The part is done and need not make progress any more. */
  | { readonly type: "finished"; readonly at: number; readonly part: string }
  | { readonly type: "started"; readonly at: number }
  | { readonly type: "stopping"; readonly at: number };

/** How long a part may be blocked before the service is taken out of rotation: a restart of a server passes sooner. */
const NOT_READY_AFTER_MS = 30_000;

export function starting(at: number): ServiceState {
  return { name: "starting", since: at, parts: new Map() };
}

/** The state after an event. Progress that was seen once is not taken back. */
export function transition(state: ServiceState, event: ServiceStateEvent): ServiceState {
  switch (event.type) {
    case "observed": {
      const { part, reading } = event;
      const progressAt = Math.max(reading.progressAt, state.parts.get(part)?.progressAt ?? 0);
      const parts = new Map(state.parts).set(part, { ...reading, progressAt });
      return named({ ...state, parts }, state.name, event.at);
    }
    case "finished": {
      const parts = new Map(state.parts);
      parts.delete(event.part);
      return named({ ...state, parts }, state.name, event.at);
    }
    case "started":
      return named(state, state.name === "starting" ? "running" : state.name, event.at);
    case "stopping":
      return named(state, "stopping", event.at);
  }
}

/** The state by the name that follows from its parts, since now if that is another one. */
function named(state: ServiceState, wanted: StateName, at: number): ServiceState {
  const isDecidedByParts = wanted === "running" || wanted === "blocked";
  const name = isDecidedByParts ? (blockedBy(state) === null ? "running" : "blocked") : wanted;
  return name === state.name ? state : { ...state, name, since: at };
}

/** What has blocked a part for longest; null if nothing does. */
export function blockedBy({ parts }: ServiceState): Blocked | null {
  let oldest: Blocked | null = null;
  for (const { blocked } of parts.values()) {
    if (blocked !== null && (oldest === null || blocked.since < oldest.since)) oldest = blocked;
  }
  return oldest;
}

/** Why the process should be ended and started anew; null while each part makes progress within its limit. */
export function livenessProblem({ parts }: ServiceState, now: number): string | null {
  for (const [part, { progressAt, limitMs }] of parts) {
    const idle = now - progressAt;
    if (idle > limitMs)
      return `${part} has made no progress for ${seconds(idle)} s (limit ${seconds(limitMs)} s)`;
  }
  return null;
}

/** Why the service should get no requests now; null while it is ready. */
export function readinessProblem(state: ServiceState, now: number): string | null {
  const blocked = blockedBy(state);
  const why = blocked === null ? "" : `: ${blocked.code}, ${blocked.reason}`;
  if (state.name === "starting") return `is starting${why}`;
  if (state.name === "stopping") return "is stopping";
  if (blocked === null || now - blocked.since <= NOT_READY_AFTER_MS) return null;
  return `is blocked for ${seconds(now - blocked.since)} s${why}`;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
