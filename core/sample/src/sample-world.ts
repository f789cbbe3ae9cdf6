import { type AcousticDocument, acousticDocuments } from "./acoustic/archive.js";
import { type LowLevelArchive, lowLevelArchives } from "./acoustic/low-level-tables.js";
import { DUMP_TIME, type Microseconds } from "./dump/clock.js";
import type { ArchiveMember } from "./dump/control.js";
import { dumpMembers } from "./dump/dump.js";
import { SampleError } from "./errors.js";
import { type SamplePacket, samplePackets } from "./packets/packets.js";
import { popularityCsv } from "./popularity/popularity-csv.js";
import { restartable } from "./restartable.js";
import { World } from "./world/world.js";

/** What `npm start` shows: small enough to load in seconds, large enough to learn from. */
export const DEFAULT_SAMPLE = { seed: 1, artists: 2_000, recordings: 12_000, packets: 20 } as const;

const ACOUSTIC_SHARE = 0.7;

export interface SampleWorldOptions {
  /** Any integer from 0 to 2^32 - 1: the same seed and sizes give the same bytes. Default 1. */
  readonly seed?: number;
  /** Artists of the dump, 1 to 16,777,215. Default 2,000. */
  readonly artists?: number;
  /** Recordings of the dump, up to 2 · 10^9. Default 12,000. */
  readonly recordings?: number;
  /** How many packets {@link SampleWorld.packets} gives; `Infinity` for no end. Default 20. */
  readonly packets?: number;
  /** Share of the recordings that AcousticBrainz analysed, 0..1. Default 0.7. */
  readonly acousticShare?: number;
}

/** A small music world in the exact formats of its sources. Everything is a stream that can be started again. */
export interface SampleWorld {
  /** When the dump was taken, Unix time in microseconds: the same for every sample. */
  readonly timestamp: Microseconds;
  /** Members of `mbdump.tar.bz2` in their order; empty tables are left out. */
  dumpMembers(): Iterable<ArchiveMember>;
  /** Replication packets after the dump, made one at a time when asked for. */
  packets(): Iterable<SamplePacket>;
  /** Files of an AcousticBrainz high-level archive in their order, COPYING last. */
  acousticDocuments(): Iterable<AcousticDocument>;
  /** The three archives of AcousticBrainz's low-level features, a table each. */
  lowLevelArchives(): readonly LowLevelArchive[];
  /** Lines of a Spotify-derived popularity table, header first, each with its LF. */
  popularityCsv(): Iterable<string>;
}

/**
 * A seeded music world: artists in scenes of a city and a genre, with careers, who record alone and with friends'
 * friends; their sound and popularity; and the edits that follow.
 * About 65 bytes an artist are kept and none a recording; packets keep at most some 40,000 recordings.
 * @throws SampleError `SAMPLE_BAD_OPTION` for an option out of range
 */
export function sampleWorld(options: SampleWorldOptions = {}): SampleWorld {
  const { seed, artists, recordings, packets } = { ...DEFAULT_SAMPLE, ...options };
  const share = options.acousticShare ?? ACOUSTIC_SHARE;
  requireRange("packets", packets, Infinity);
  requireRange("acousticShare", share, 1);
  const world = new World({ seed, artists, recordings });
  return {
    timestamp: DUMP_TIME,
    dumpMembers: () => restartable(() => dumpMembers(world)),
    packets: () => restartable(() => first(packets, samplePackets(world))),
    acousticDocuments: () => restartable(() => acousticDocuments(world, share)),
    lowLevelArchives: () => lowLevelArchives(world, share),
    popularityCsv: () => restartable(() => popularityCsv(world)),
  };
}

function* first<T>(count: number, items: Iterator<T>): Generator<T> {
  for (let given = 0; given < count; given++) {
    const { done, value } = items.next();
    if (done === true) return;
    yield value;
  }
}

function requireRange(name: string, value: number, most: number): void {
  if (value >= 0 && value <= most) return;
  throw new SampleError("SAMPLE_BAD_OPTION", `sample world: ${name} must be from 0 to ${most}, not ${value}`);
}
