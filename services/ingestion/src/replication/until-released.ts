import { setTimeout as sleep } from "node:timers/promises";
import type { EpochStore } from "../history/epoch.js";
import { MOST_HOLD_MS } from "../history/epoch-hold.js";

const LOOK_MS = 50;

/**
 * Waits while a reader holds the stream back, but never longer than one may: readers one after the other cannot stop it.
 * @throws the signal's reason if it was aborted
 */
export async function untilReleased(store: Pick<EpochStore, "isHeld">, signal: AbortSignal): Promise<void> {
  const until = performance.now() + MOST_HOLD_MS;
  while (performance.now() < until && (await store.isHeld())) await sleep(LOOK_MS, undefined, { signal });
}
