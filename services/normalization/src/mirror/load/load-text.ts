import type { AnyRowChange } from "@interlude/contracts";
import { copyField } from "@interlude/infra-postgres";
import { columnProblem } from "../column-check.js";
import { broughtColumns } from "../guarded-upsert.js";
import type { ColumnValue, MirrorTable, RowOf } from "../mirror-table.js";

export type LoadLine = string | { readonly code: "ROW_INVALID"; readonly reason: string };

/** Turns rows of a dump into lines of COPY text: no object a row, no JSON. */
export class LoadText<Change extends AnyRowChange> {
  /** Columns of a line, in its order. */
  readonly columns: readonly string[];
  readonly #brought: readonly string[];
  readonly #appliedFrom: string | null;

  constructor(private readonly mirror: MirrorTable<Change>) {
    this.#brought = Object.keys(mirror.columns);
    this.#appliedFrom = mirror.applied?.from ?? null;
    const applied = mirror.applied === undefined ? [] : [mirror.applied.column];
    this.columns = [...Object.keys(broughtColumns(mirror)), ...applied];
  }

  /** The line of a row that stands, or why it cannot be kept. */
  line(row: RowOf<Change>, { sequence, position }: Change["source"]): LoadLine {
    const values = this.mirror.read(row);
    const problem = columnProblem(this.mirror.columns, values);
    if (problem !== null) return { code: "ROW_INVALID", reason: `${this.mirror.table}: ${problem}` };
    let line = "";
    for (const column of this.#brought) line += `${fieldOf(values[column]!)}\t`;
    line += `${sequence}\t${position}\tf`;
    return this.#appliedFrom === null ? `${line}\n` : `${line}\t${fieldOf(values[this.#appliedFrom]!)}\n`;
  }
}

function fieldOf(value: ColumnValue): string {
  return typeof value === "string" ? copyField(value) : value === null ? "\\N" : String(value);
}
