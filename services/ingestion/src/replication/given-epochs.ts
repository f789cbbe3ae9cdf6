import { EPOCH_HEADER, topics } from "@interlude/contracts";
import { type Codec, type EventLog, type LogRecord, codeOf } from "@interlude/stage";
import { MARKED_TOPICS } from "../writer/epoch-writer.js";

/** What the stream's epochs are read from. */
export interface Stream {
  readonly log: Pick<EventLog, "newest" | "read">;
  readonly codec: Pick<Codec, "decodeItems">;
}

interface GivenEpochs {
  /** The highest number that an epoch of the stream has; 0 before the first. */
  readonly newest: number;
  /** Those of which the stream says that they were started or published. */
  readonly announced: ReadonlySet<number>;
}

/**
 * The numbers that the stream's epochs have. Where rows have outlived their retention, the records of what each epoch
 * held still say so. An epoch that was refused had no record: its number is free.
 */
export async function givenEpochs({ log, codec }: Stream): Promise<GivenEpochs> {
  let newest = 0;
  const announced = new Set<number>();
  for (const record of (await log.newest(MARKED_TOPICS.map(({ name }) => name))).values()) {
    newest = Math.max(newest, epochOf(record));
  }
  for await (const record of log.read([topics.epochs.name])) {
    if (await isRefused(record, codec)) continue;
    newest = Math.max(newest, epochOf(record));
    const epoch = Number(record.key);
    if (record.value === null) announced.delete(epoch);
    else announced.add(epoch);
  }
  return { newest, announced };
}

function epochOf({ headers }: LogRecord): number {
  return Number(headers[EPOCH_HEADER] ?? 0);
}

/** What cannot be read counts: a number too many is skipped rather than one given twice. */
async function isRefused({ value }: LogRecord, codec: Stream["codec"]): Promise<boolean> {
  if (value === null) return false;
  try {
    const statuses = await codec.decodeItems(topics.epochs, value);
    return statuses.some(({ state }) => state === "refused");
  } catch (error) {
    if (codeOf(error) === "VALUE_UNDECODABLE") return false;
    throw error;
  }
}
