import { parseTimestamp } from "@interlude/core-musicbrainz";

/** Unix time in microseconds, as everywhere in rows. */
export type Microseconds = number;

export const SECOND: Microseconds = 1_000_000;
export const HOUR: Microseconds = 3_600 * SECOND;
const YEAR: Microseconds = 8_766 * HOUR;

/** When the dump was taken: a constant, so that the same seed gives the same bytes on any day. */
export const DUMP_TIME: Microseconds = parseTimestamp("2026-05-16 00:24:39.482913+00")!;

/** When a row with this number (in [0, 1)) was last touched: some time in the eight years before the dump. */
export function beforeDump(fraction: number): Microseconds {
  return DUMP_TIME - HOUR - Math.floor((1 - fraction) * 8 * YEAR);
}

/** The TIMESTAMP of the packet `number` (1 is the first after the dump): hourly, as MusicBrainz publishes. */
export function packetTime(number: number): Microseconds {
  return DUMP_TIME + number * HOUR;
}
