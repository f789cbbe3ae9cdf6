import { topicNamed } from "@interlude/contracts";
import type { Publisher } from "./publisher.js";
import type { OutputKey } from "./rebuild-store.js";
import type { StageStore } from "./stage-store.js";

/** Keys that are withdrawn, or forgotten, at once. */
const KEYS_AT_ONCE = 20_000;

/**
 * Runs the end of an epoch; if it completes a rebuild, withdraws what the outputs had and no epoch since has published.
 * @param completeEpoch is given the means to leave that to the next epoch
 */
export async function endRebuildWith<Transaction>(
  store: Pick<StageStore<Transaction>, "rebuild">,
  transaction: Transaction,
  publisher: Publisher<Transaction>,
  completeEpoch: (postpone: () => void) => Promise<void>,
): Promise<void> {
  let isPostponed = false;
  const postpone = (): void => void (isPostponed = true);
  if (!(await store.rebuild.isPending(transaction))) return completeEpoch(postpone);
  publisher.observeKeys((keys) => store.rebuild.forget(transaction, keys));
  await completeEpoch(postpone);
  if (!isPostponed) await withdrawLeft(store, transaction, publisher);
}

/** Withdraws what the outputs had when a rebuild began and nothing has published since, which ends the rebuild. */
export async function withdrawLeft<Transaction>(
  store: Pick<StageStore<Transaction>, "rebuild">,
  transaction: Transaction,
  publisher: Publisher<Transaction>,
): Promise<void> {
  await publisher.flush();
  for (;;) {
    const left: OutputKey[] = await store.rebuild.take(transaction, KEYS_AT_ONCE);
    if (left.length === 0) return;
    for (const { topic, key } of left) await publisher.publish(topicNamed(topic), key.toString("utf8"), null);
  }
}
