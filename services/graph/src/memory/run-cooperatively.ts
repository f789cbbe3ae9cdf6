import { setImmediate as nextTurn } from "node:timers/promises";
import type { CooperativeTask } from "@interlude/core-graph";

/** Does work slice by slice; whatever else the process does comes in between. */
export async function runCooperatively<Result>(work: CooperativeTask<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await nextTurn();
  }
}
