import { deadLetterTopics } from "@interlude/contracts";
import { codeOf, reasonOf } from "../errors.js";
import { type Appender, type EventLog, EventLogError, type OutgoingRecord } from "../log/event-log.js";
import { StageError } from "./errors.js";
import { recordsOf } from "./outbox-frames.js";
import type { OutboxBatch, OutboxLease } from "./stage-store.js";

/** Read and sent at once, in one transaction of the log; as much again is read ahead meanwhile. */
const READ_BYTES = 4 * 1024 * 1024;
/** How often the outbox is read from its beginning, at least, and how much of the time that may take. */
const FROM_BEGINNING_MS = 10_000;
const FROM_BEGINNING_SHARE = 50;

interface OutboxSenderOptions {
  /** Identity of the relay, which the log gives to one at a time. */
  readonly id: string;
  readonly lease: OutboxLease;
  readonly log: Pick<EventLog, "openAppender">;
  /** Called when there is something to send. */
  readonly onWaiting: () => void;
  /** Called when batches have been sent and deleted. */
  readonly onSent: (batches: readonly OutboxBatch[]) => void;
  /** Called when the log does not take a dead letter's notification, which is deleted: the letter itself is in the store. */
  readonly onLetterRefused: (batch: OutboxBatch, error: unknown) => void;
}

/**
 * Sends what waits in the outbox while it has the lease.
 *
 * What an epoch publishes is written under the lock of the stage's state, so its ids are in the order of the commits, and
 * what has been sent need not be looked for again. Dead letters are written without that lock: one may be committed after
 * what has a higher id. They have no order to keep with anything; so their ids do not count for where to go on, and those
 * that come late are found when the outbox is read from its beginning, which is done now and then. It is not done each
 * time, for while an old snapshot keeps deleted rows from being removed, that means to pass all of them.
 */
export class OutboxSender {
  #appender: Appender | null = null;
  /** Id up to which everything but late dead letters has been sent. */
  #after = 0n;
  #fromBeginningAt = 0;

  constructor(private readonly options: OutboxSenderOptions) {}

  /**
   * Sends what waits, oldest first, reading ahead of the sending; false if nothing waits.
   * @throws StageError `LEASE_LOST` if another relay may have the lease
   * @throws EventLogError `RECORD_REFUSED` with the place of a record that the log does not take, or as `append`
   */
  async sendWaiting(): Promise<boolean> {
    // First of all: what is read before the earlier relay is fenced may have been sent by it meanwhile.
    this.#appender ??= await this.#open();
    let batches = await this.#readFirst();
    if (batches.length === 0) return false;
    while (batches.length > 0) {
      const next = this.#readBehind(batches);
      // If both fail, the append's error is thrown; the read fails for the same lease.
      next.catch(() => {});
      await this.#send(batches);
      this.#after = lastInOrder(batches) ?? this.#after;
      batches = await next;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#appender?.close();
  }

  async #open(): Promise<Appender> {
    const { id, lease, log } = this.options;
    const appender = await log.openAppender(id, await lease.sentEnds());
    // A relay that takes the lease after this opens an appender of its own, which fences this one.
    if (await lease.renew()) return appender;
    await appender.close();
    throw leaseLost(id);
  }

  async #readFirst(): Promise<OutboxBatch[]> {
    const { lease } = this.options;
    const began = performance.now();
    if (began < this.#fromBeginningAt) return lease.read(this.#after, READ_BYTES);
    const batches = await lease.read(0n, READ_BYTES);
    const now = performance.now();
    this.#fromBeginningAt = now + Math.max(FROM_BEGINNING_MS, (now - began) * FROM_BEGINNING_SHARE);
    return batches;
  }

  /** What waits behind batches that are being sent. */
  async #readBehind(batches: readonly OutboxBatch[]): Promise<OutboxBatch[]> {
    const beingSent = new Set(batches.map(({ id }) => id));
    const after = lastInOrder(batches) ?? this.#after;
    return (await this.options.lease.read(after, READ_BYTES)).filter(({ id }) => !beingSent.has(id));
  }

  /** Sends batches together. If the log refuses a record, those before it are sent, and it alone is left. */
  async #send(batches: readonly OutboxBatch[]): Promise<void> {
    const { id, lease, onWaiting, onSent, onLetterRefused } = this.options;
    onWaiting();
    if (!lease.isHeld) throw leaseLost(id);
    this.#appender ??= await this.#open();
    try {
      await lease.delete(batches, await this.#appender.append(outgoing(batches)));
      onSent(batches);
    } catch (error) {
      if (codeOf(error) !== "RECORD_REFUSED") throw error;
      this.#appender = null;
      const [batch] = batches;
      if (batches.length > 1) {
        const half = batches.length >> 1;
        await this.#send(batches.slice(0, half));
        await this.#send(batches.slice(half));
      } else if (isDeadLetter(batch!)) {
        await lease.delete(batches, new Map());
        onLetterRefused(batch!, error);
      } else {
        throw refused(batch!, error);
      }
    }
  }
}

function outgoing(batches: readonly OutboxBatch[]): OutgoingRecord[] {
  const records: OutgoingRecord[] = [];
  for (const batch of batches) {
    const { topic, partition } = batch;
    for (const { key, value, headers: own } of recordsOf(batch)) {
      const headers = own === undefined ? batch.headers : { ...own, ...batch.headers };
      records.push({ topic, partition, headers, key, value });
    }
  }
  return records;
}

const LETTER_TOPICS = new Set<string>(Object.values(deadLetterTopics).map(({ name }) => name));

function isDeadLetter({ topic }: OutboxBatch): boolean {
  return LETTER_TOPICS.has(topic);
}

/** Id of the last batch whose id is in the order of the commits. */
function lastInOrder(batches: readonly OutboxBatch[]): bigint | undefined {
  return batches.findLast((batch) => !isDeadLetter(batch))?.id;
}

function leaseLost(id: string): StageError {
  return new StageError(
    "LEASE_LOST",
    `The lease of ${id} could not be renewed in time: another process may have it`,
  );
}

function refused({ topic, partition, id, records }: OutboxBatch, cause: unknown): EventLogError {
  const message =
    `The log does not take what row ${id} of the outbox has for ${topic}/${partition}, ${records.length} bytes; it is sent ` +
    `again now and then, and everything behind it waits: ${reasonOf(cause)}`;
  return new EventLogError("RECORD_REFUSED", message, { cause });
}
