import { STREAM_KEY, streamTopic } from "@interlude/contracts";
import { codeOf } from "../errors.js";
import { type EventLog, EventLogError } from "./event-log.js";

/**
 * The identity of the stream whose records a log holds: made once, kept in the log and with each stage's state. Where the two
 * differ, one of them was restored or created anew, and epochs and offsets of the one say nothing about the other.
 *
 * @returns null if the log has none yet
 */
export async function streamIdentity(log: Pick<EventLog, "read">): Promise<string | null> {
  let identity: string | null = null;
  try {
    for await (const { key, value } of log.read([streamTopic.name])) {
      if (key?.toString() === STREAM_KEY) identity = value?.toString() ?? null;
    }
  } catch (error) {
    if (codeOf(error) !== "TOPIC_MISSING") throw error;
  }
  return identity;
}

/** Gives a log that has none its stream's identity. */
export async function writeStreamIdentity(log: Pick<EventLog, "append">, identity: string): Promise<void> {
  const record = { key: Buffer.from(STREAM_KEY), value: Buffer.from(identity), headers: {} };
  await log.append([{ topic: streamTopic.name, ...record }]);
}

/**
 * Two identities are the same, or both sides are new.
 * @param holder what has the stored one, as in "the state of graph"
 * @throws EventLogError `STREAM_MISMATCH`
 */
export function requireSameStream(ofLog: string | null, stored: string | null, holder: string): void {
  if (ofLog === stored) return;
  throw new EventLogError(
    "STREAM_MISMATCH",
    `The log's records are of ${named(ofLog)} and ${holder} is of ${named(stored)}: one of them was restored, created ` +
      "anew, or is another installation's. Nothing was written. Bring back the one that is wrong, or remove the " +
      "namespace with interlude reset and load anew",
  );
}

function named(identity: string | null): string {
  return identity === null ? "no stream yet" : `stream ${identity}`;
}
