import { type PendingEntry, changeOf } from "./pending-data.js";
import type { RowChange } from "./row-change.js";
import { RowError, type ValueDropped } from "./rows.js";
import { LayoutError } from "./table-layouts.js";

/** What a table's changes in a packet say of its columns. */
interface TableEvidence {
  changes: number;
  /** Changes with other columns than the layout's, and the first of them. */
  misfits: number;
  first: RowError | null;
}

/**
 * Reads the changes of a packet and watches whether they have the columns that their schema sequence gives their tables.
 * A single row with another column is that row's own fault; where all of a table have, the layout is another.
 */
export class PacketLayouts {
  readonly #tables = new Map<string, TableEvidence>();

  constructor(private readonly schemaSequence: number) {}

  /**
   * The change of an entry, as `changeOf` reads it.
   * @throws PendingDataError, RowError
   */
  read(entry: PendingEntry, onDropped: ValueDropped): RowChange {
    const evidence = this.#of(entry.table);
    evidence.changes++;
    let misfit: RowError | null = null;
    try {
      return changeOf(entry, this.schemaSequence, (fault) => {
        misfit ??= isOfColumns(fault) ? fault : null;
        onDropped(fault);
      });
    } catch (error) {
      misfit ??= error instanceof RowError && isOfColumns(error) ? error : null;
      throw error;
    } finally {
      if (misfit !== null) {
        evidence.misfits++;
        evidence.first ??= misfit;
      }
    }
  }

  /** @throws LayoutError `LAYOUT_UNREADABLE` if a table has changes and not one has its columns */
  check(sequence: number): void {
    for (const [table, { changes, misfits, first }] of this.#tables) {
      if (first === null || misfits < changes) continue;
      throw new LayoutError(
        "LAYOUT_UNREADABLE",
        `packet ${sequence} is of schema sequence ${this.schemaSequence}, but none of its ${changes} changes of ${table} ` +
          `has the columns of that sequence (${first.message}); nothing of it was read. Upgrade to a version that ` +
          "knows these columns, or load a newer dump; if the packet was made by hand, fetch the published one",
      );
    }
  }

  #of(table: string): TableEvidence {
    const known = this.#tables.get(table);
    if (known !== undefined) return known;
    const evidence = { changes: 0, misfits: 0, first: null };
    this.#tables.set(table, evidence);
    return evidence;
  }
}

function isOfColumns({ code }: RowError): boolean {
  return code === "ROW_MISSING_COLUMN" || code === "ROW_UNKNOWN_COLUMN";
}
