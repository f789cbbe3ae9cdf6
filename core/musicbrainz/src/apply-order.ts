import { type RowChange, changesNothingBut, isNoOp } from "./row-change.js";

/** A change and its place in the order in which the packet must be applied, counted from 0 over kept rows. */
export interface OrderedChange extends RowChange {
  readonly position: number;
}

type Ordered<Change extends RowChange> = Change & Pick<OrderedChange, "position">;

/**
 * Puts a packet's changes into the order in which they were committed: transactions by their highest seqid, rows of
 * one transaction by seqid. Neither xid order nor file order is that order: a transaction that starts first may
 * commit last. Source: musicbrainz-server `admin/replication/ProcessReplicationChanges`.
 * @param lastSeqids the packet's; needed if tables were skipped, since a transaction's last row may be of one
 */
export function orderForApply<Change extends RowChange>(
  changes: readonly Change[],
  lastSeqids: ReadonlyMap<number, number> = highestSeqids(changes),
): Ordered<Change>[] {
  return changes
    .toSorted((one, other) => inApplyOrder(one, other, lastSeqids))
    .map((change, position) => Object.assign({ position }, change));
}

type Place = Pick<RowChange, "xid" | "seqid">;

/**
 * The position of a change that is not among the ordered ones, as it could not be read with them: that of the first
 * one which must be applied after it, so that it outranks those before it and not that one.
 * @param lastSeqids as for `orderForApply`
 */
export function positionFor(
  place: Place,
  ordered: readonly OrderedChange[],
  lastSeqids: ReadonlyMap<number, number>,
): number {
  let position = 0;
  for (let after = ordered.length; position < after;) {
    const middle = (position + after) >>> 1;
    if (inApplyOrder(ordered[middle]!, place, lastSeqids) > 0) after = middle;
    else position = middle + 1;
  }
  return position;
}

/** Transactions by when they were committed, then their changes as they were made. */
function inApplyOrder(one: Place, other: Place, lastSeqids: ReadonlyMap<number, number>): number {
  const commit = ({ xid, seqid }: Place): number => lastSeqids.get(xid) ?? seqid;
  return commit(one) - commit(other) || one.xid - other.xid || one.seqid - other.seqid;
}

export interface EffectiveChanges<Change> {
  readonly changes: Change[];
  /** Updates that change nothing. */
  readonly noOps: number;
  /** Updates that change only ignored columns. */
  readonly ignored: number;
}

/**
 * Leaves out the updates that mean nothing downstream, and counts them; positions stay.
 * @param ignoredColumns of a table; none unless given
 */
export function effectiveChanges<Change extends RowChange>(
  changes: readonly Change[],
  ignoredColumns: (table: string) => readonly string[] = () => [],
): EffectiveChanges<Change> {
  const real = changes.filter((change) => !isNoOp(change));
  const kept = real.filter((change) => !changesNothingBut(change, ignoredColumns(change.table)));
  return { changes: kept, noOps: changes.length - real.length, ignored: real.length - kept.length };
}

function highestSeqids(changes: readonly RowChange[]): Map<number, number> {
  const highest = new Map<number, number>();
  for (const { xid, seqid } of changes) highest.set(xid, Math.max(seqid, highest.get(xid) ?? seqid));
  return highest;
}
