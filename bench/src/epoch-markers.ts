import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, type Marker, type Topic } from "@interlude/contracts";
import type { Codec, EventLog, OutgoingRecord } from "@interlude/stage";

/** The markers that end an epoch on every partition of some topics. */
export async function epochMarkers(
  { log, codec }: { log: Pick<EventLog, "partitions">; codec: Codec },
  marker: Pick<Marker, "epoch" | "kind" | "producedBy">,
  topics: readonly Topic<unknown>[],
): Promise<OutgoingRecord[]> {
  const { epoch } = marker;
  const value = codec.encodeMarker({ ...marker, sequence: epoch, ts: 0 });
  const headers = { [EPOCH_HEADER]: String(epoch), [MARKER_HEADER]: "1" };
  const key = Buffer.from(MARKER_KEY);
  const records: OutgoingRecord[] = [];
  for (const { name } of topics) {
    const partitions = await log.partitions(name);
    for (let partition = 0; partition < partitions; partition += 1) {
      records.push({ topic: name, partition, key, value, headers });
    }
  }
  return records;
}
