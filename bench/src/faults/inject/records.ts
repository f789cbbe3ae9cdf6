import { randomFillSync } from "node:crypto";
import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, type Marker, type Topic } from "@interlude/contracts";
import type { OutgoingRecord } from "@interlude/stage";
import type { Fault, FaultContext } from "../scenario.js";

/** A marker that no service has written. */
interface ForgedMarker {
  readonly topic: Topic<unknown>;
  /** What it says, beside what is right; null makes its value garbage. */
  readonly says: Partial<Marker> | null;
}

/** Somebody who reaches the broker writes markers into the first partition of topics. */
export function forgeMarkers(...markers: readonly ForgedMarker[]): Fault {
  return async ({ system: { namespace } }) => {
    await namespace.reading((log, codec) =>
      log.append(
        markers.map(({ topic, says }) => {
          const right: Marker = { epoch: 2, sequence: 0, kind: "packet", producedBy: topic.producer, ts: 0 };
          const marker = { ...right, ...says };
          return {
            topic: topic.name,
            partition: 0,
            key: Buffer.from(MARKER_KEY),
            value: says === null ? Buffer.from("garbage") : codec.encodeMarker(marker),
            headers: { [MARKER_HEADER]: "1", [EPOCH_HEADER]: String(marker.epoch) },
          };
        }),
      ),
    );
  };
}

/** Records that cannot be decoded, of some bytes each. */
export function appendGarbage(
  topic: Topic<unknown>,
  ...values: readonly { readonly bytes: number; readonly isCompressible: boolean }[]
): Fault {
  return (context) =>
    append(
      context,
      values.map(({ bytes, isCompressible }) => ({
        topic: topic.name,
        partition: 0,
        key: Buffer.from("garbage"),
        value: isCompressible ? Buffer.alloc(bytes, "interlude") : randomFillSync(Buffer.alloc(bytes)),
        headers: {},
      })),
    );
}

async function append(
  { system: { namespace } }: FaultContext,
  records: readonly OutgoingRecord[],
): Promise<void> {
  await namespace.reading(async (log) => {
    for (const record of records) await log.append([record]);
  });
}
