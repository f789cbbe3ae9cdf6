import { randomUUID } from "node:crypto";
import { catalogue } from "@interlude/contracts";
import {
  type Administration,
  type StoredStream,
  saveStreamIdentity,
  storedStreams,
} from "@interlude/infra-postgres";
import { type EventLog, codeOf, streamIdentity, writeStreamIdentity } from "@interlude/stage";
import { agreedStream } from "./agreed-stream.js";

/** What log and stages agreed on. */
interface AgreedStream {
  /** null for a new stream. */
  readonly identity: string | null;
  readonly isInLog: boolean;
}

/**
 * The identity of a namespace's stream, if log and stages have one. Writes nothing.
 * @throws EventLogError `STREAM_MISMATCH`
 */
export async function agreeOnStream(log: EventLog, administration: Administration): Promise<AgreedStream> {
  const [ofLog, stored] = await Promise.all([streamIdentity(log), storedStreams(administration)]);
  const ends = ofLog === null ? await endsOf(log, stored) : new Map();
  return { identity: agreedStream({ ofLog, stored, ends }), isInLog: ofLog !== null };
}

/** Gives stages and log the identity, those that have none yet. */
export async function saveStream(
  log: EventLog,
  administration: Administration,
  { identity, isInLog }: AgreedStream,
): Promise<void> {
  const saved = await saveStreamIdentity(administration, identity ?? randomUUID());
  if (!isInLog) await writeStreamIdentity(log, saved);
}

/** Ends of the topics that stages have read, as far as the log has them. */
async function endsOf(log: EventLog, stored: readonly StoredStream[]): Promise<ReadonlyMap<string, bigint>> {
  const read = new Set(stored.flatMap(({ positions }) => [...positions.keys()]).map(topicOf));
  const ends = new Map<string, bigint>();
  for (const { name } of catalogue) {
    if (!read.has(name)) continue;
    const ofTopic = await log.endOffsets([name]).catch((error: unknown) => {
      if (codeOf(error) === "TOPIC_MISSING") return new Map<string, bigint>();
      throw error;
    });
    for (const [partition, end] of ofTopic) ends.set(partition, end);
  }
  return ends;
}

function topicOf(partition: string): string {
  return partition.slice(0, partition.lastIndexOf("/"));
}
