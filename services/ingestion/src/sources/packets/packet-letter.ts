import {
  type RowError,
  effectiveChanges,
  ignoredColumns,
  readPendingLine,
  tableLayout,
} from "@interlude/core-musicbrainz";
import type { LetterOrigin, RequestedLetter } from "../../dead-letters/dead-letter.js";
import { REPLICATED_TABLES, sendChange } from "../../writer/row-records.js";
import { droppedValue } from "../row-fault.js";
import type { RowSink } from "../row-sink.js";

/** What a line of a packet does not say of itself. */
interface LineOrigin {
  readonly sequence: number;
  readonly schemaSequence: number;
  /** Unix time in microseconds. */
  readonly ts: number;
  /** Where it comes in the packet's apply order. */
  readonly position: number;
}

/** What is kept with a line of a packet that cannot be read. */
export function packetOrigin(origin: LineOrigin): LetterOrigin {
  return { reader: "packet", line: JSON.stringify(origin) };
}

/**
 * Sends the change of a packet's line, as the packet would have: with the packet's sequence and its own position.
 * @throws what the line still cannot be read for
 */
export function replayLine({ bytes, origin, member, line }: RequestedLetter, sink: RowSink): void {
  const { sequence, schemaSequence, ts, position } = JSON.parse(origin["line"]!) as LineOrigin;
  const dropped: RowError[] = [];
  const change = { ...readPendingLine(bytes, schemaSequence, (fault) => dropped.push(fault)), position };
  if (change.schema !== "musicbrainz" || !REPLICATED_TABLES.has(change.table)) return;
  if (effectiveChanges([change], ignoredColumns).changes.length === 0) return;
  const source = { kind: "packet", sequence, xid: change.xid, position } as const;
  sendChange(sink, tableLayout(change.table, schemaSequence), change, { source, ts });
  for (const fault of dropped) sink.valueDropped({ member, line, ...droppedValue(fault) });
}
