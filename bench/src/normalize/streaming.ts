import { writeGeneratedPacket } from "../synthetic/generated-packet.js";
import { runCost, normalize } from "./normalizing.js";
import { quantile } from "../quantile.js";
import type { StreamingMeasurement } from "./report.js";
import type { Workplace } from "./workplace.js";

/** Row changes of a large packet of these years. */
const CHANGES = 10_000;
/** The first packets find a process and caches that are cold. */
const WARMING = 5;
const MEASURED = 20;

/**
 * Lets normalization take packets that lie in the topics. Each is timed from the commit of the one before it to its
 * own; the first ones are left out. @throws ProgramError
 */
export async function measureStreaming(place: Workplace): Promise<StreamingMeasurement> {
  const { dump, namespace } = place;
  const packets = WARMING + MEASURED;
  const last = await place.publish(
    Array.from(
      { length: packets },
      () => (path, sequence) => writeGeneratedPacket(path, sequence, { changes: CHANGES, dump }),
    ),
  );
  const run = await normalize(namespace, last);
  const times = run.epochs.map(({ completedAt }) => completedAt);
  const all = times.slice(WARMING).map((at, i) => at - times[WARMING + i - 1]!);
  const changesAPacket = run.rows / packets;
  return {
    recordings: dump.recordings,
    packets: MEASURED,
    changesAPacket: Math.round(changesAPacket),
    changesPerSecond: Math.round((1000 * changesAPacket * MEASURED) / (times.at(-1)! - times[WARMING - 1]!)),
    milliseconds: { p50: quantile(all, 0.5), p95: quantile(all, 0.95), all },
    ...runCost(run),
  };
}
