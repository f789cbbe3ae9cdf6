import { formatCopyTimestamp } from "@interlude/core-musicbrainz";
import type { Microseconds } from "./clock.js";

/** One file of an archive: its name there and its text, in pieces (lines of a table with their LF, or a whole file). */
export interface ArchiveMember {
  readonly name: string;
  readonly lines: Iterable<string>;
}

/** The schema that the sample is written in. */
export const SCHEMA_SEQUENCE = 31;
/** REPLICATION_SEQUENCE of the dump; the first packet is the next number. */
export const DUMP_SEQUENCE = 200_000;

const COPYING = "Made-up data: sample of the Interlude project in MusicBrainz's formats. CC0.\n";
const README = "A seeded sample world. No artist in it exists.\n";

/** The control files that archives begin with, in their order. */
export function controlMembers(sequence: number, time: Microseconds): ArchiveMember[] {
  return [
    { name: "TIMESTAMP", lines: [`${formatCopyTimestamp(time)}\n`] },
    { name: "COPYING", lines: [COPYING] },
    { name: "README", lines: [README] },
    { name: "REPLICATION_SEQUENCE", lines: [`${sequence}\n`] },
    { name: "SCHEMA_SEQUENCE", lines: [`${SCHEMA_SEQUENCE}\n`] },
  ];
}
