import type { OutgoingRecord } from "@interlude/stage";

/** A record whose partition has been decided. */
export interface PartitionedRecord extends OutgoingRecord {
  readonly partition: number;
}

/** Bytes of one partition in one request: below a broker's usual limit of one mebibyte a batch. */
const PARTITION_BYTES = 900_000;
/** Bytes of one request over all partitions. */
const REQUEST_BYTES = 8_000_000;
/** Most that the format adds to key, value and headers of a record. */
const RECORD_OVERHEAD = 64;
const HEADER_OVERHEAD = 10;

/** Cuts records, in order, into requests that a broker accepts. A record over the limit goes alone. */
export function* appendChunks(records: Iterable<PartitionedRecord>): Generator<readonly PartitionedRecord[]> {
  let chunk: PartitionedRecord[] = [];
  let bytes = 0;
  let bytesByPartition = new Map<string, number>();
  for (const record of records) {
    const size = recordBytes(record);
    const name = `${record.topic}/${record.partition}`;
    const partitionBytes = bytesByPartition.get(name) ?? 0;
    const isFull = bytes + size > REQUEST_BYTES || partitionBytes + size > PARTITION_BYTES;
    if (isFull && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
      bytesByPartition = new Map();
    }
    chunk.push(record);
    bytes += size;
    bytesByPartition.set(name, (bytesByPartition.get(name) ?? 0) + size);
  }
  if (chunk.length > 0) yield chunk;
}

function recordBytes({ key, value, headers }: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name]!) + HEADER_OVERHEAD;
  }
  return bytes;
}
