import {
  type TableLayout,
  encodeCopyRow,
  formatCopyTimestamp,
  jsonFromRow,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { HOUR, type Microseconds, SECOND } from "../dump/clock.js";
import { type ArchiveMember, SCHEMA_SEQUENCE, controlMembers } from "../dump/control.js";
import { DUMP_TABLES } from "../dump/tables.js";
import { Random } from "../hash.js";
import { restartable } from "../restartable.js";
import type { JournalChange, JournalTransaction } from "./journal.js";

/** The first numbers of the master's counters: xids beyond 2^31, as real ones are. */
const FIRST_SEQID = 881_234_567;
const FIRST_XID = 2_266_759_644;

const LAYOUTS: ReadonlyMap<string, TableLayout> = new Map(
  [...Object.keys(DUMP_TABLES), "artist_credit_gid_redirect"].map((table) => [
    `musicbrainz.${table}`,
    tableLayout(table, SCHEMA_SEQUENCE),
  ]),
);

interface RecordedTransaction extends JournalTransaction {
  readonly xid: number;
  readonly seqids: number[];
}

/**
 * Numbers and writes transactions as the master's replication triggers do, in the ways that trip readers up: xids follow
 * the start of transactions, not their commit; rows of concurrent transactions interleave; a transaction still open
 * when a packet is cut comes in the next one with older numbers; rows are not quite in the order of their numbers.
 */
export class PacketRecorder {
  #nextSeqid = FIRST_SEQID;
  #nextXid = FIRST_XID;
  /** Numbers drawn by a transaction that was open when the last packet was cut. */
  #straggler: { xid: number; seqids: number[]; time: Microseconds } | null = null;

  /**
   * The members of a packet's archive, in their order.
   * @param transactions in order of commit; the last is the update of `replication_control`
   */
  record(
    packet: { readonly sequence: number; readonly time: Microseconds },
    transactions: readonly JournalTransaction[],
    random: Random,
  ): ArchiveMember[] {
    const xids = this.#drawXids(transactions.length, random);
    const recorded = transactions.map((transaction, at): RecordedTransaction => ({
      ...transaction,
      xid: xids[at]!,
      seqids: [],
    }));
    const first = this.#adopt(recorded[0]);
    if (first !== null) recorded[0] = first;
    this.#number(recorded, random);
    const swaps = random.below(2 ** 32);
    return [
      ...controlMembers(packet.sequence, packet.time),
      { name: "DBMIRROR_VERSION", lines: ["2\n"] },
      { name: "mbdump/pending_data", lines: restartable(() => dataLines(recorded, swaps)) },
      { name: "mbdump/pending_keys", lines: keyLines(recorded) },
      { name: "mbdump/pending_ts", lines: this.#timestampLines(recorded, packet.time) },
    ];
  }

  /** Distinct xids; transactions that began close together commit in another order now and then. */
  #drawXids(count: number, random: Random): number[] {
    const xids = Array.from({ length: count }, () => (this.#nextXid += 1 + random.skewedBelow(4, 3)));
    for (let at = 0; at + 2 < count; at++) {
      if (!random.chance(0.35)) continue;
      const other = Math.min(count - 2, at + 1 + random.below(3));
      [xids[at], xids[other]] = [xids[other]!, xids[at]!];
    }
    return xids;
  }

  /** Gives the first transaction the numbers that were drawn for it before the last packet was cut, if they suffice. */
  #adopt(first: RecordedTransaction | undefined): RecordedTransaction | null {
    const straggler = this.#straggler;
    this.#straggler = null;
    if (straggler === null || first === undefined || first.changes.length > straggler.seqids.length)
      return null;
    const seqids = straggler.seqids.slice(0, first.changes.length);
    return { ...first, xid: straggler.xid, seqids, time: straggler.time };
  }

  /** Draws seqids so that transactions, ordered by their highest one, come in order of commit. */
  #number(transactions: readonly RecordedTransaction[], random: Random): void {
    const last = transactions.length - 1;
    for (let at = transactions[0]!.seqids.length > 0 ? 1 : 0; at < last; at++) {
      const one = transactions[at]!;
      const other = transactions[at + 1]!;
      if (at + 1 < last && random.chance(0.3)) {
        this.#interleave(one, other, random);
        at++;
      } else {
        this.#drawSeqids(one, one.changes.length, random);
      }
    }
    if (random.chance(0.4)) this.#leaveOpen(transactions[last]!.time, random);
    this.#drawSeqids(transactions[last]!, transactions[last]!.changes.length, random);
  }

  #interleave(one: RecordedTransaction, other: RecordedTransaction, random: Random): void {
    while (one.seqids.length < one.changes.length) {
      const both = other.seqids.length < other.changes.length - 1;
      this.#drawSeqids(both && random.chance(0.5) ? other : one, 1, random);
    }
    this.#drawSeqids(other, other.changes.length - other.seqids.length, random);
  }

  #drawSeqids(transaction: { readonly seqids: number[] }, count: number, random: Random): void {
    for (let drawn = 0; drawn < count; drawn++) {
      transaction.seqids.push(this.#nextSeqid);
      this.#nextSeqid += random.chance(0.97) ? 1 : 2 + random.below(5);
    }
  }

  #leaveOpen(time: Microseconds, random: Random): void {
    this.#straggler = { xid: ++this.#nextXid, seqids: [], time };
    this.#drawSeqids(this.#straggler, 24, random);
  }

  /** Start times by xid, with one that wrote nothing. */
  #timestampLines(transactions: readonly RecordedTransaction[], time: Microseconds): string[] {
    const starts = transactions.map(({ xid, time: start }) => [xid, start] as const);
    starts.push([++this.#nextXid, time - HOUR + SECOND]);
    return starts
      .sort((one, other) => one[0] - other[0])
      .map(([xid, start]) => encodeCopyRow([String(xid), formatCopyTimestamp(start)]));
  }
}

/** Written only when read: a skipped packet costs no text. */
function* dataLines(transactions: readonly RecordedTransaction[], swaps: number): Generator<string> {
  const random = new Random(swaps);
  const rows = transactions.flatMap(({ xid, seqids, changes }) =>
    changes.map((change, at) => ({ seqid: seqids[at]!, xid, change })),
  );
  rows.sort((one, other) => one.seqid - other.seqid);
  for (let at = 0; at + 1 < rows.length; at++) {
    if (random.chance(0.06)) [rows[at], rows[at + 1]] = [rows[at + 1]!, rows[at]!];
  }
  for (const { seqid, xid, change } of rows) yield dataLine(seqid, xid, change);
}

function dataLine(seqid: number, xid: number, { table, op, before, after }: JournalChange): string {
  const layout = LAYOUTS.get(table);
  const json = (row: JournalChange["before"]): string | null =>
    row === null ? null : JSON.stringify(layout === undefined ? row : jsonFromRow(layout, row));
  return encodeCopyRow([String(seqid), table, op, String(xid), json(before), json(after), null, null]);
}

function keyLines(transactions: readonly RecordedTransaction[]): string[] {
  const tables = new Set(transactions.flatMap(({ changes }) => changes.map(({ table }) => table)));
  return [...tables]
    .sort()
    .map((table) => encodeCopyRow([table, `{${(LAYOUTS.get(table)?.primaryKey ?? ["id"]).join(",")}}`]));
}
