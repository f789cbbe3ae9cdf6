import { hash } from "node:crypto";
import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, TRACE_HEADER, type Topic } from "@interlude/contracts";
import type { Codec, LogRecord } from "@interlude/stage";

/** What the order of a partition depends on of one record. */
export interface ObservedRecord {
  readonly offset: bigint;
  /** Of the header; null for a record that belongs to no epoch. */
  readonly epoch: number | null;
  /** `refused` is a marker that cannot be right: the stages set it aside, and so does the check. */
  readonly marker: "none" | "marker" | "refused";
  /** Equal for a record and its repeats; of markers the epoch alone, since a new try gives the time anew. */
  readonly fingerprint: number;
}

/** Reads off a record what its place is judged by. */
export async function observe(
  record: LogRecord,
  topic: Topic<unknown>,
  codec: Pick<Codec, "decodeMarker">,
): Promise<ObservedRecord> {
  const { offset } = record;
  const epoch = epochOf(record);
  if (record.headers[MARKER_HEADER] === undefined) {
    return { offset, epoch, marker: "none", fingerprint: fingerprintOf(record) };
  }
  const isRight = await isRightMarker(record, topic, codec, epoch);
  return {
    offset,
    epoch,
    marker: isRight ? "marker" : "refused",
    fingerprint: shortHash(`${MARKER_KEY} ${epoch}`),
  };
}

function epochOf({ headers }: LogRecord): number | null {
  const epoch = Number(headers[EPOCH_HEADER]);
  return Number.isSafeInteger(epoch) && epoch > 0 ? epoch : null;
}

async function isRightMarker(
  { key, value }: LogRecord,
  { producer, markers }: Topic<unknown>,
  codec: Pick<Codec, "decodeMarker">,
  epoch: number | null,
): Promise<boolean> {
  if (!markers || value === null || key?.toString() !== MARKER_KEY) return false;
  try {
    const marker = await codec.decodeMarker(value);
    return marker.producedBy === producer && marker.epoch === epoch;
  } catch {
    return false;
  }
}

/** Of key, value and headers, the trace left out: a producer that tries again begins a new one. */
function fingerprintOf({ key, value, headers }: LogRecord): number {
  const own = Object.entries(headers).filter(([name]) => name !== TRACE_HEADER);
  const parts = [key, value, Buffer.from(JSON.stringify(own.sort()))];
  const framed = parts.flatMap((part) => [Buffer.from(`${part?.length ?? -1} `), part ?? Buffer.alloc(0)]);
  return shortHash(Buffer.concat(framed));
}

/** The first 48 bits: a number holds them exactly. */
function shortHash(content: string | Buffer): number {
  return hash("sha1", content, "buffer").readUIntBE(0, 6);
}
