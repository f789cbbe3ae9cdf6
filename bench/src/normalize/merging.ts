import { writeGeneratedPacket } from "../synthetic/generated-packet.js";
import { type Merge, beforeMerge, mergeChanges } from "../synthetic/merge-packets.js";
import { writePacket } from "../synthetic/packet-file.js";
import { runCost, normalize } from "./normalizing.js";
import type { MergeMeasurement } from "./report.js";
import type { PacketWriter, Workplace } from "./workplace.js";

const RECORDINGS = 5_000;
const MERGES = 3;
/** Changes of a packet between the artists' coming and their merges. */
const USUAL = 10_000;

/**
 * Lets normalization take packets that lie in the topics: artists with their recordings, a usual packet, then a merge
 * in each. @throws ProgramError
 */
export async function measureMerges(place: Workplace): Promise<MergeMeasurement> {
  const { dump, namespace } = place;
  const merges = Array.from({ length: MERGES }, (_, number): Merge => ({
    dump,
    number,
    recordings: RECORDINGS,
  }));
  const writers: PacketWriter[] = [
    (path, sequence) =>
      writePacket(
        path,
        sequence,
        merges.flatMap((merge) => [...beforeMerge(merge)]),
      ),
    (path, sequence) => writeGeneratedPacket(path, sequence, { changes: USUAL, dump }),
    ...merges.map(
      (merge): PacketWriter =>
        (path, sequence) =>
          writePacket(path, sequence, mergeChanges(merge)),
    ),
  ];
  const run = await normalize(namespace, await place.publish(writers));
  const before = run.epochs.slice(-MERGES - 1);
  const merged = before.slice(1);
  return {
    recordings: RECORDINGS,
    changes: [...mergeChanges(merges[0]!)].length,
    milliseconds: merged.map(({ leftAt }, i) => leftAt - before[i]!.completedAt),
    untilCommitted: merged.map(({ completedAt }, i) => completedAt - before[i]!.completedAt),
    ...runCost(run),
  };
}
