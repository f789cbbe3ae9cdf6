import { writeGeneratedPacket } from "../synthetic/generated-packet.js";
import { runCost, normalize } from "./normalizing.js";
import { ReaderProbe } from "./reader-probe.js";
import type { ReloadMeasurement } from "./report.js";
import type { PacketWriter, Workplace } from "./workplace.js";

const CHANGES = 10_000;
const PACKETS_AFTER = 3;

/**
 * Lets normalization take a packet, a newer dump that undoes all packets so far, and packets after it, all of which
 * lie in the topics; meanwhile a client reads the store. @throws ProgramError
 */
export async function measureReload(place: Workplace): Promise<ReloadMeasurement> {
  const { dump, namespace } = place;
  const usual: PacketWriter = (path, sequence) =>
    writeGeneratedPacket(path, sequence, { changes: CHANGES, dump });
  const before = await place.publish([usual]);
  const last = await place.publishNewerDump(Array.from({ length: PACKETS_AFTER }, () => usual));
  const database = namespace.openDatabase();
  const reader = new ReaderProbe(database);
  try {
    const run = await normalize(namespace, last);
    const longestReadMilliseconds = await reader.end();
    const [packet, reload, ...after] = run.epochs.slice(
      run.epochs.findIndex(({ epoch }) => epoch === before),
    );
    const times = [reload!, ...after].map(({ completedAt }) => completedAt);
    return {
      rows: run.rows,
      pauseSeconds: (reload!.completedAt - packet!.completedAt) / 1000,
      completingSeconds: reload!.derivingMilliseconds / 1000,
      longestReadMilliseconds,
      packetMilliseconds: times.slice(1).map((at, i) => at - times[i]!),
      ...runCost(run),
    };
  } finally {
    await reader.end();
    await database.close();
  }
}
