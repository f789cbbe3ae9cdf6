import { type AnyRowChange, parseMbid } from "@interlude/contracts";
import { copyField } from "@interlude/infra-postgres";
import { columnProblem, isStorableText } from "../column-check.js";
import { inputColumns } from "../guarded-upsert.js";
import {
  type ColumnType,
  type ColumnValue,
  type MirrorTable,
  type RowOf,
  valueOf,
  valuesOf,
} from "../mirror-table.js";

export type LoadLine = string | { readonly code: "ROW_INVALID"; readonly reason: string };

/** What COPY text escapes, or PostgreSQL may not be able to keep; all other text is written as it is. */
const NOT_PLAIN = /[\\\0\b\f\n\r\t\v\ud800-\udfff]/;
const NULL = "\\N";

/** Turns rows of a dump into lines of COPY text, each field checked once: no object a row, no JSON. */
export class LoadText<Change extends AnyRowChange> {
  /** Columns of a line, in its order. */
  readonly columns: readonly string[];

  constructor(private readonly mirror: MirrorTable<Change>) {
    this.columns = Object.keys(inputColumns(mirror));
  }

  /** The line of a row that stands, or why it cannot be kept. */
  line(row: RowOf<Change>, { sequence, position }: Change["source"]): LoadLine {
    let line = "";
    for (const field of this.mirror.fields) {
      const text = fieldOf(field.type, valueOf(field, row));
      if (text === null) return this.#invalid(row);
      line += `${text}\t`;
    }
    return `${line}${sequence}\t${position}\tf\n`;
  }

  #invalid(row: RowOf<Change>): LoadLine {
    const reason = `${this.mirror.table}: ${columnProblem(this.mirror.columns, valuesOf(this.mirror, row))}`;
    return { code: "ROW_INVALID", reason };
  }
}

/** The field of a value, or null if the column cannot keep it: what `columnProblem` has a problem with. */
function fieldOf(type: ColumnType, value: ColumnValue): string | null {
  if (value === null) return type.endsWith("?") ? NULL : null;
  switch (type) {
    case "integer":
    case "integer?":
      return typeof value === "number" && (value | 0) === value ? String(value) : null;
    case "uuid":
    case "uuid?":
      return typeof value === "string" && parseMbid(value) !== null ? value : null;
    case "boolean":
    case "boolean?":
      return typeof value === "boolean" ? (value ? "t" : "f") : null;
    case "text":
    case "text?":
      if (typeof value !== "string") return null;
      if (!NOT_PLAIN.test(value)) return value;
      return isStorableText(value) ? copyField(value) : null;
  }
}
