import { createRequire } from "node:module";

const CHECK_AGAIN_MS = 10;

/** The part of kafkajs's queue of requests to one broker that the repair touches. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

/**
 * Stops a timer of kafkajs 2.2.4 that never rests. Every connection schedules its next look at waiting
 * requests for a time long past, even when none waits: a thousand times a second (measured: 8% of a
 * core for one idle consumer), and newer versions of Node warn of it (TimeoutNegativeWarning).
 * Here it is scheduled only while requests wait. kafkajs is pinned and has no release that mends it.
 */
export function repairRequestQueue(): void {
  const load = createRequire(import.meta.url);
  const queue = load("kafkajs/src/network/requestQueue") as { readonly prototype: RequestQueue };
  queue.prototype.scheduleCheckPendingRequests = schedule;
}

function schedule(this: RequestQueue): void {
  if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
  const throttled = this.throttledUntil - Date.now();
  const check = (): void => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  };
  this.throttleCheckTimeoutId = setTimeout(check, throttled > 0 ? throttled : CHECK_AGAIN_MS);
}
