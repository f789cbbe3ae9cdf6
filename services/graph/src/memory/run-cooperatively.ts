import { setImmediate as nextTurn } from "node:timers/promises";
import type { CooperativeTask } from "@interlude/core-graph";

/** Runs a task slice by slice; the event loop handles whatever else is due in between. */
export async function runCooperatively<Result>(task: CooperativeTask<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = task.next();
    if (done === true) return value;
    await nextTurn();
  }
}
