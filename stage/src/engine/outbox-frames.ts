import type { RecordHeaders, TopicPartition } from "../log/event-log.js";

/** Length of what is null. */
const ABSENT = -1;
/** Where the length of a key is due: headers of the record's own come before the key. */
const OWN_HEADERS = -2;
const LENGTH_BYTES = 4;
/**
 * A batch of so many bytes fits a page of PostgreSQL with the rest of its row, so that the row is written and read whole.
 * A larger record goes alone.
 */
const BATCH_BYTES = 7_800;

/** A record in the outbox, apart from what its batch says. */
export interface OutboxRecord {
  readonly key: Buffer | null;
  /** null is a tombstone. */
  readonly value: Buffer | null;
  /** Headers that other records of the batch have not. */
  readonly headers?: RecordHeaders;
}

/** Records for one partition that are kept and sent together, in order. */
export interface RecordBatch extends TopicPartition {
  /** Headers that all of them have. */
  readonly headers: RecordHeaders;
  readonly count: number;
  /**
   * The records, each its key and its value: a length in four bytes, most significant first, -1 for null, and then so
   * many bytes. A record with headers of its own begins with -2 in four bytes, and then has these, JSON, as another such
   * field, before the key.
   */
  readonly records: Buffer;
}

/** Gathers records for one partition into batches. */
export class BatchWriter {
  #bytes = Buffer.allocUnsafe(BATCH_BYTES);
  #end = 0;
  #count = 0;

  constructor(
    private readonly target: TopicPartition & Pick<RecordBatch, "headers">,
    private readonly onBatch: (batch: RecordBatch) => void,
  ) {}

  /** Adds a record, after handing over the batch that it does not fit into any more. */
  add({ key, value, headers }: OutboxRecord): void {
    const own = headers === undefined ? null : Buffer.from(JSON.stringify(headers));
    const ownSize = own === null ? 0 : 2 * LENGTH_BYTES + own.length;
    const size = ownSize + 2 * LENGTH_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
    if (this.#end + size > this.#bytes.length) {
      this.flush();
      if (size > BATCH_BYTES) this.#bytes = Buffer.allocUnsafe(size);
    }
    if (own !== null) {
      this.#end = writeField(this.#bytes, this.#bytes.writeInt32BE(OWN_HEADERS, this.#end), own);
    }
    this.#end = writeField(this.#bytes, writeField(this.#bytes, this.#end, key), value);
    this.#count += 1;
  }

  /** Hands over what there is. */
  flush(): void {
    if (this.#count === 0) return;
    const { topic, partition, headers } = this.target;
    const records = this.#bytes.subarray(0, this.#end);
    this.onBatch({ topic, partition, headers, count: this.#count, records });
    this.#bytes = Buffer.allocUnsafe(BATCH_BYTES);
    this.#end = 0;
    this.#count = 0;
  }
}

/**
 * The records of a batch, which share its memory.
 * @throws RangeError if the bytes are not what a `BatchWriter` makes
 */
export function recordsOf({ count, records }: Pick<RecordBatch, "count" | "records">): OutboxRecord[] {
  const found: OutboxRecord[] = [];
  let start = 0;
  const field = (): Buffer | null => {
    const length = records.readInt32BE(start);
    start += LENGTH_BYTES;
    if (length === ABSENT) return null;
    if (length < 0 || start + length > records.length) throw brokenBatch(count, records);
    return records.subarray(start, (start += length));
  };
  while (start < records.length) {
    if (records.readInt32BE(start) !== OWN_HEADERS) {
      found.push({ key: field(), value: field() });
      continue;
    }
    start += LENGTH_BYTES;
    const headers = JSON.parse(String(field())) as RecordHeaders;
    found.push({ headers, key: field(), value: field() });
  }
  if (found.length !== count) throw brokenBatch(count, records);
  return found;
}

function brokenBatch(count: number, records: Buffer): RangeError {
  return new RangeError(`${records.length} bytes of the outbox are not the ${count} records they should be`);
}

function writeField(target: Buffer, at: number, field: Buffer | null): number {
  const start = target.writeInt32BE(field?.length ?? ABSENT, at);
  if (field === null) return start;
  target.set(field, start);
  return start + field.length;
}
