import { MARKER_KEY, topics } from "@interlude/contracts";
import { BatchWriter, type RecordBatch, type TopicPartition, epochHeaders } from "@interlude/stage";

/** What the graph service writes to. */
export const OUTPUTS: readonly TopicPartition[] = [
  topics.graphDeltas,
  topics.graphArtists,
  topics.graphDirty,
].flatMap(({ name, partitions }) =>
  Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
);
const KEY = Buffer.alloc(36, "k");
const VALUE = Buffer.alloc(120, 7);
/** Records of one row of the outbox in bulk. */
const ROW_RECORDS = 45;
const TRACE = `00-${"0".repeat(32)}-${"0".repeat(16)}-00`;

/** So many bytes of records, dealt round to the partitions. */
export function bulkBatches(epoch: number, bytes: number): RecordBatch[] {
  const batches: RecordBatch[] = [];
  let written = 0;
  for (let row = 0; written < bytes; row += 1) {
    const batch = batchOf(OUTPUTS[row % OUTPUTS.length]!, epoch, KEY, VALUE, ROW_RECORDS);
    written += batch.records.length;
    batches.push(batch);
  }
  return batches;
}

/** A record and the marker for each partition: what a small packet leaves. */
export function epochBatches(epoch: number): RecordBatch[] {
  return [
    ...OUTPUTS.map((output) => batchOf(output, epoch, KEY, VALUE, 1)),
    ...OUTPUTS.map((output) => batchOf(output, epoch, Buffer.from(MARKER_KEY), VALUE, 1)),
  ];
}

function batchOf(
  target: TopicPartition,
  epoch: number,
  key: Buffer,
  value: Buffer,
  records: number,
): RecordBatch {
  const batches: RecordBatch[] = [];
  const writer = new BatchWriter({ ...target, headers: epochHeaders(epoch, TRACE) }, (batch) =>
    batches.push(batch),
  );
  for (let record = 0; record < records; record += 1) writer.add({ key, value });
  writer.flush();
  return batches[0]!;
}
