import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BenchNamespace } from "../bench-namespace.js";
import { pack, secondsToUnpack } from "./decompressing.js";
import { packetSequence, writeGeneratedPacket } from "../synthetic/generated-packet.js";
import { ingestFolder } from "./ingesting.js";
import type { PacketMeasurement } from "./report.js";

/** Row changes of a large packet of these years. */
const CHANGES = 10_000;
const MEASURED = 5;
/** What the packets change; it need not have been loaded. */
const DUMP = { recordings: 100_000, seed: 1 };

/**
 * Lets ingestion read packets that lie ready in a folder. The first one has no predecessor whose end would be its
 * beginning and is left out; a process that has only just started is what the others run in.
 */
export async function measurePackets(
  namespace: BenchNamespace,
  folder: string,
  bzip2: string | null,
): Promise<PacketMeasurement> {
  await mkdir(folder);
  let file = "";
  for (let place = 1; place <= MEASURED + 1; place++) {
    const sequence = packetSequence(place);
    const unpacked = join(folder, `replication-${sequence}-v2.tar`);
    await writeGeneratedPacket(unpacked, sequence, { changes: CHANGES, dump: DUMP });
    file = bzip2 === null ? unpacked : `${unpacked}.bz2`;
    if (bzip2 === null) continue;
    await pack(bzip2, unpacked, file);
    await rm(unpacked);
  }
  const { epochs, usage } = await ingestFolder(namespace, folder);
  const milliseconds = epochs.slice(1).map(({ publishedAt }, i) => publishedAt - epochs[i]!.publishedAt);
  const { maxRssBytes, cpuSeconds } = usage;
  return {
    changes: CHANGES,
    fileBytes: (await stat(file)).size,
    publishedChanges: epochs.at(-1)!.published,
    milliseconds,
    medianMilliseconds: milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)]!,
    unpackMilliseconds: bzip2 === null ? null : (await secondsToUnpack(bzip2, file)) * 1000,
    usage: { maxRssBytes, cpuSeconds },
  };
}
