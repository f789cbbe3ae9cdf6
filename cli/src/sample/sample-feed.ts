import { mkdir, readdir } from "node:fs/promises";
import { type SamplePacket, sampleWorld } from "@interlude/core-sample";
import { writePacket, writeSample } from "./write-sample.js";

/** A sample world that goes on: a packet every few seconds, from `start` to `stop`. */
export interface SampleFeed {
  readonly folder: string;
  start(): void;
  stop(): void;
}

interface SampleFeedOptions {
  readonly folder: string;
  readonly artists: number;
  readonly recordings: number;
  readonly seed: number;
  readonly everyMs: number;
  readonly onMessage: (line: string) => void;
}

/**
 * Writes a sample's dump and features if they are missing; started, it writes one packet after
 * another. A folder that has packets already is continued: packet k is the same in every run.
 */
export async function openSampleFeed(options: SampleFeedOptions): Promise<SampleFeed> {
  const { folder, artists, recordings, seed, everyMs, onMessage } = options;
  const world = sampleWorld({ artists, recordings, seed, packets: Infinity });
  await mkdir(folder, { recursive: true });
  const files = await readdir(folder);
  if (!files.includes("SHA256SUMS")) {
    onMessage(`writing a sample world of ${artists} artists and ${recordings} recordings to ${folder}`);
    await writeSample(world, folder, { packets: 0 });
  }
  const written = newestPacket(files);
  const packets = world.packets()[Symbol.iterator]();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const next = async (): Promise<void> => {
    let packet: SamplePacket = packets.next().value;
    while (packet.sequence <= written) packet = packets.next().value;
    await writePacket(packet, folder);
    schedule();
  };
  const schedule = (): void => {
    if (!stopped)
      timer = setTimeout(() => void next().catch((error: Error) => onMessage(error.message)), everyMs);
  };
  return {
    folder,
    start: schedule,
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function newestPacket(files: readonly string[]): number {
  const sequences = files.map((file) => Number(/^replication-(\d+)-v2\./.exec(file)?.[1] ?? 0));
  return Math.max(0, ...sequences);
}
