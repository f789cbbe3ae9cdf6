import { EPOCH_HEADER, topicNamed } from "@interlude/contracts";
import { codeOf, faultOf, isKnownFinal, reasonOf } from "../errors.js";
import type { LogRecord } from "../log/event-log.js";
import { newTraceContext } from "../records/trace-context.js";
import { Delivery } from "./delivery.js";
import { HANDLER_FAILED } from "./errors.js";
import { Publisher } from "./publisher.js";
import type { LetterFailure, RequestedLetter } from "./replay-store.js";
import { allInputs } from "./stage-definition.js";
import type { StageOutcome, StageParts } from "./stage-transaction.js";

/** Has a stage handle its requested dead letters again, each in a transaction of its own. */
export class Replay<Transaction> {
  constructor(private readonly parts: StageParts<Transaction>) {}

  /** The next letter to be handled; null if none is requested. */
  next(): Promise<RequestedLetter | null> {
    return this.parts.store.replay.nextRequested();
  }

  /**
   * Handles a letter as a record of the open epoch. One that fails again is open again, with the new reason.
   * @returns what that did; null if another replica was first
   * @throws InterludeError if something else than the letter is at fault; it stays requested
   */
  async handle(letter: RequestedLetter): Promise<StageOutcome | null> {
    const { store, handlers } = this.parts;
    try {
      return await store.transaction((transaction) => this.#handle(transaction, letter));
    } catch (error) {
      await handlers.onRollback?.();
      if (faultOf(error) === "transient" || isKnownFinal(error)) throw error;
      const failure = { code: codeOf(error, HANDLER_FAILED), reason: reasonOf(error) };
      await store.transaction((transaction) => store.replay.reopen(transaction, letter.id, failure));
      return null;
    }
  }

  async #handle(transaction: Transaction, letter: RequestedLetter): Promise<StageOutcome | null> {
    const { store, known } = this.parts;
    // Records of the partition, and the end of the epoch, come before it or after it.
    known.observePositions(await store.lockPositions(transaction, [letter]));
    const completed = await store.lockCompletedEpoch(transaction);
    const taken = await store.replay.take(transaction, letter.id);
    if (taken === null) return null;
    const record = notOfLater(taken, completed.epoch + 1);
    const publisher = new Publisher({
      ...this.parts,
      transaction,
      epoch: completed.epoch + 1,
      trace: newTraceContext(),
    });
    const failed: LetterFailure[] = [];
    const onReject = (rejected: LogRecord, code: string, reason: string): boolean => {
      // An item of a record that could not be decoded before becomes a letter of its own.
      if (rejected !== record) return false;
      failed.push({ code, reason });
      return true;
    };
    const delivery = new Delivery(this.parts, transaction, publisher, completed, onReject);
    const isRead = allInputs(this.parts.definition).some(({ name }) => name === record.topic);
    if (!isRead) failed.push({ code: "TOPIC_NOT_READ", reason: `no handler reads ${record.topic} any more` });
    const recordsByTopic = await delivery.deliver(isRead ? [record] : []);
    await publisher.flush();
    await (failed.length > 0
      ? store.replay.reopen(transaction, letter.id, failed.at(-1)!)
      : supersedeLetters(this.parts, transaction, [record]));
    return {
      positions: [],
      completed,
      epochCompleted: null,
      epochMilliseconds: 0,
      recordsByTopic,
      publishedByTopic: publisher.counts,
      rejectedByCode: publisher.rejections,
      duplicates: 0,
    };
  }
}

/**
 * A record with no epoch after the open one: what handlers keep under an epoch must not outlast that of newer truths. An
 * earlier one stays, for a record is no newer for being replayed.
 */
function notOfLater(record: LogRecord, openEpoch: number): LogRecord {
  const { [EPOCH_HEADER]: epoch, ...headers } = record.headers;
  return Number(epoch) > openEpoch ? { ...record, headers } : record;
}

/**
 * Settles dead letters that came before newer records of their keys. Only compacted topics are meant: their newest record
 * is all that is true of a key. Rows of other topics have versions, which handlers compare.
 */
export async function supersedeLetters<Transaction>(
  { store }: Pick<StageParts<Transaction>, "store">,
  transaction: Transaction,
  records: readonly LogRecord[],
): Promise<void> {
  const compacted = records.filter(({ topic }) => topicNamed(topic).cleanup === "compact");
  if (compacted.length > 0) await store.replay.supersede(transaction, compacted);
}
