import { type AnyRowChange, tableTopics } from "@interlude/contracts";
import { collaborations } from "@interlude/core-musicbrainz";
import type { MemoryStream } from "./memory-stream.js";

interface AnyRow {
  readonly id: number;
  readonly gid: string;
  readonly name: string;
  readonly artist_credit: number;
  readonly artist: number;
  readonly position: number;
}

const id = (row: AnyRow) => String(row.id);

/** The rows that a topic's changes leave behind when each partition is read in order. */
async function rowsOf(stream: MemoryStream, topic: string, key: (row: AnyRow) => string): Promise<AnyRow[]> {
  const rows = new Map<string, AnyRow>();
  for (const { isMarker, value } of await stream.records([topic])) {
    if (isMarker) continue;
    const { before, after } = value as AnyRowChange;
    if (before !== null) rows.delete(key(before as unknown as AnyRow));
    if (after !== null) rows.set(key(after as unknown as AnyRow), after as unknown as AnyRow);
  }
  return [...rows.values()];
}

/** The collaborations of what was published, as `expected-collaborations.tsv` has them: sorted lines. */
export async function receivedCollaborations(stream: MemoryStream): Promise<string> {
  const { pairs } = collaborations({
    artists: await rowsOf(stream, tableTopics.artist.name, id),
    creditNames: await rowsOf(
      stream,
      tableTopics.artist_credit_name.name,
      (row) => `${row.artist_credit}:${row.position}`,
    ),
    recordings: await rowsOf(stream, tableTopics.recording.name, id),
  });
  const lines = [...pairs].map(([key, { weight }]) => `${key.replace(":", "\t")}\t${weight}\n`);
  return lines.toSorted().join("");
}
