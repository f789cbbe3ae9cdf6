import { newTraceContext } from "../records/trace-context.js";
import { Delivery } from "./delivery.js";
import { Publisher } from "./publisher.js";
import { withdrawLeft } from "./rebuild-end.js";
import type { BackgroundProgress } from "./stage-definition.js";
import type { StageOutcome, StageParts } from "./stage-transaction.js";

/** What a transaction in the background did. */
export interface BackgroundOutcome extends StageOutcome {
  readonly progress: BackgroundProgress;
  /** From the lock on. */
  readonly milliseconds: number;
}

/**
 * Has a stage do a step of its work in the background. The completed epoch is locked before anything is published and
 * until the commit, so that all of it lies in the outbox before the marker of the open epoch, whichever replica adds that.
 * @returns null if another transaction has it locked, which completes the epoch or does a step
 */
export async function stepInBackground<Transaction>(
  parts: StageParts<Transaction>,
  transaction: Transaction,
): Promise<BackgroundOutcome | null> {
  const { store, handlers, known } = parts;
  const completed = await store.tryLockCompletedEpoch(transaction);
  if (completed === null) return null;
  const began = performance.now();
  known.observeEpoch(completed);
  const publisher = new Publisher({
    ...parts,
    transaction,
    epoch: completed.epoch + 1,
    trace: newTraceContext(),
  });
  if (await store.rebuild.isPending(transaction)) {
    publisher.observeKeys((keys) => store.rebuild.forget(transaction, keys));
  }
  const { context } = new Delivery(parts, transaction, publisher, completed);
  const endRebuild = (): Promise<void> => withdrawLeft(store, transaction, publisher);
  const progress = await handlers.onBackground!({ ...context, completed, endRebuild });
  await publisher.flush();
  return {
    progress,
    milliseconds: performance.now() - began,
    positions: [],
    completed,
    epochCompleted: null,
    epochMilliseconds: 0,
    recordsByTopic: new Map(),
    publishedByTopic: publisher.counts,
    rejectedByCode: publisher.rejections,
    duplicates: 0,
  };
}
