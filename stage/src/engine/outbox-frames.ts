import type { TopicPartition } from "../log/event-log.js";

/** Length of what is null. */
const ABSENT = -1;
const LENGTH_BYTES = 4;
/**
 * A batch of so many bytes fits a page of PostgreSQL with the rest of its row, so that the row is written and read whole.
 * A larger record goes alone.
 */
const BATCH_BYTES = 7_800;

/** A record's key and value. */
export interface KeyedValue {
  readonly key: Buffer | null;
  /** null is a tombstone. */
  readonly value: Buffer | null;
}

/** Records for one partition that are kept and sent together: in order, and with the same headers. */
export interface RecordBatch extends TopicPartition {
  readonly headers: Readonly<Record<string, string>>;
  readonly count: number;
  /** Keys and values: each its length in four bytes, most significant first, -1 for none, and then its bytes. */
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
  add({ key, value }: KeyedValue): void {
    const size = 2 * LENGTH_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
    if (this.#end + size > this.#bytes.length) {
      this.flush();
      if (size > BATCH_BYTES) this.#bytes = Buffer.allocUnsafe(size);
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

/** The records of a batch, which share its memory. Throws RangeError where the bytes are not what a writer makes. */
export function recordsOf({ count, records }: Pick<RecordBatch, "count" | "records">): KeyedValue[] {
  const found: KeyedValue[] = [];
  let start = 0;
  const field = (): Buffer | null => {
    const length = records.readInt32BE(start);
    start += LENGTH_BYTES;
    if (length === ABSENT) return null;
    if (length < 0 || start + length > records.length) throw brokenBatch(count, records);
    return records.subarray(start, (start += length));
  };
  while (start < records.length) found.push({ key: field(), value: field() });
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
