import { InterludeError } from "../errors.js";
import type { StageHarness } from "./stage-harness.js";

/** Where a stage can be struck: before the call named, or after it. */
export const FAULT_POINTS = [
  "positions",
  "lockPositions",
  "completedEpoch",
  "savePositions",
  "addToOutbox",
  "keepDeadLetters",
  "lockCompletedEpoch",
  "tryLockCompletedEpoch",
  "saveCompletedEpoch",
  "commit",
  "decodeItems",
  "decodeMarker",
  "newest",
] as const;

export interface PlannedFault {
  readonly point: (typeof FAULT_POINTS)[number];
  /** Which call it strikes, from 1. */
  readonly call: number;
  readonly kind: "transient" | "unknown";
}

class Injected extends InterludeError {}

/** Strikes the servers that the replicas of a stage share, as planned. */
export class FaultPlan {
  readonly #calls = new Map<string, number>();

  constructor(private readonly faults: readonly PlannedFault[]) {}

  install({ store, log, codec }: StageHarness): void {
    for (const point of FAULT_POINTS) {
      if (point === "commit") continue;
      const owner: object = point in store ? store : point in log ? log : codec;
      const methods = owner as Record<string, (...args: unknown[]) => unknown>;
      const original = methods[point]!.bind(owner);
      // Struck after the call, it has happened, and the caller does not know.
      methods[point] = async (...args) => {
        const result: unknown = await original(...args);
        this.#strike(point);
        return result;
      };
    }
    const transaction = store.transaction.bind(store);
    store.transaction = (work) =>
      transaction(async (open) => {
        const result = await work(open);
        this.#strike("commit");
        return result;
      });
  }

  #strike(point: PlannedFault["point"]): void {
    const call = (this.#calls.get(point) ?? 0) + 1;
    this.#calls.set(point, call);
    const fault = this.faults.find((planned) => planned.point === point && planned.call === call);
    if (fault === undefined) return;
    const message = `injected at call ${call} of ${point}`;
    throw fault.kind === "unknown"
      ? new Error(message)
      : new Injected("INJECTED", message, { fault: "transient" });
  }
}
