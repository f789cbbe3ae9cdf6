import {
  type AnyRowChange,
  type RowSource,
  type TableName,
  type Topic,
  tableTopics,
} from "@interlude/contracts";
import {
  type OrderedChange,
  type Row,
  type TableLayout,
  aggregateRoot,
  keyChanged,
} from "@interlude/core-musicbrainz";
import type { EpochWriter } from "./epoch-writer.js";

/** The MusicBrainz tables that have a topic. */
export const REPLICATED_TABLES: ReadonlySet<string> = new Set(Object.keys(tableTopics));

interface Envelope {
  readonly source: RowSource;
  /** Unix time in microseconds. */
  readonly ts: number;
}

/**
 * Sends a change of a packet to the partition of the row's aggregate root. An update that moves the row to another
 * primary key becomes what it means downstream: the old row deleted, the new one created.
 */
export function sendChange(
  writer: Pick<EpochWriter, "send">,
  layout: TableLayout,
  change: OrderedChange,
  envelope: Envelope,
): void {
  const { before, after } = change;
  if (before !== null && after !== null && !keyChanged(layout, change)) {
    send(writer, layout, after, { op: "u", before, after, ...envelope }, change.position);
    return;
  }
  if (before !== null) {
    send(writer, layout, before, { op: "d", before, after: null, ...envelope }, change.position);
  }
  if (after !== null) {
    send(writer, layout, after, { op: "c", before: null, after, ...envelope }, change.position);
  }
}

type Change = Envelope & { op: AnyRowChange["op"]; before: Row | null; after: Row | null };

function send(
  writer: Pick<EpochWriter, "send">,
  layout: TableLayout,
  owner: Row,
  change: Change,
  offset: number,
): void {
  writer.send(topicOf(layout.table), aggregateRoot(layout, owner), change, offset);
}

/** The topic of a replicated table. Rows are typed by their layout and topics by their schema: a test compares the two. */
export function topicOf(table: string): Topic<unknown> {
  return tableTopics[table as TableName];
}
