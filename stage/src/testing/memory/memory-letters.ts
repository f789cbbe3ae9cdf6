import type { LetterFailure, ReplayStore } from "../../engine/replay-store.js";
import type { LogRecord } from "../../log/event-log.js";
import type { RejectedRecord } from "../../records/dead-letter.js";

type LetterStatus = "open" | "requested" | "replayed" | "superseded";

/** Dead letters by number, from 1, and the status of those that are not open. */
export interface LetterState {
  readonly deadLetters: RejectedRecord[];
  readonly letterStatuses: Map<number, LetterStatus>;
}

/** Status, code and reason of each letter. */
export function letterSummaries({
  deadLetters,
  letterStatuses,
}: LetterState): (LetterFailure & { status: LetterStatus })[] {
  return deadLetters.map(({ code, reason }, index) => {
    return { status: letterStatuses.get(index + 1) ?? "open", code, reason };
  });
}

/** Has open letters requested, as the command for a replay does. */
export function requestLetters(state: LetterState): void {
  for (const id of state.deadLetters.keys()) {
    if (!state.letterStatuses.has(id + 1)) state.letterStatuses.set(id + 1, "requested");
  }
}

/** @param committed the state outside of transactions */
export function memoryReplay(committed: () => LetterState): ReplayStore<{ readonly state: LetterState }> {
  return {
    nextRequested: async () => {
      const { deadLetters, letterStatuses } = committed();
      const requested = [...deadLetters.entries()]
        .filter(([index]) => letterStatuses.get(index + 1) === "requested")
        .sort(([, { record: one }], [, { record: other }]) => (one.offset < other.offset ? -1 : 1));
      const [first] = requested;
      return first === undefined ? null : { ...first[1].record, id: first[0] + 1 };
    },
    take: async ({ state }, id) => {
      if (state.letterStatuses.get(id) !== "requested") return null;
      state.letterStatuses.set(id, "replayed");
      return { ...state.deadLetters[id - 1]!.record, timestamp: 0 };
    },
    reopen: async ({ state }, id, failure) => {
      state.deadLetters[id - 1] = { ...state.deadLetters[id - 1]!, ...failure };
      state.letterStatuses.delete(id);
    },
    supersede: async ({ state }, records) => {
      for (const [index, { record }] of state.deadLetters.entries()) {
        const status = state.letterStatuses.get(index + 1) ?? "open";
        if (status !== "open" && status !== "requested") continue;
        if (records.some((newer) => isNewer(newer, record)))
          state.letterStatuses.set(index + 1, "superseded");
      }
    },
  };
}

type Arrived = Pick<LogRecord, "topic" | "key" | "offset">;

function isNewer(newer: Arrived, { topic, key, offset }: Arrived): boolean {
  return newer.topic === topic && newer.offset > offset && key !== null && newer.key?.equals(key) === true;
}
