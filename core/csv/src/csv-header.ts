import { type CsvRow, fieldText } from "./csv-rows.js";
import { MAX_LINE_BYTES } from "./lines.js";

/**
 * The columns of a table by their names in its first row, in whatever order. Names are compared without case, and with
 * blanks and hyphens as `_`.
 */
export class CsvHeader {
  readonly #indexes = new Map<string, number>();
  readonly #repeated = new Set<string>();

  /** @param row the first one, as `csvRows` gives it */
  constructor(private readonly row: Pick<CsvRow, "fields" | "delimiter">) {
    for (const [index, name] of this.names.entries()) {
      const column = columnOf(name);
      if (this.#indexes.has(column)) this.#repeated.add(column);
      this.#indexes.set(column, index);
    }
  }

  /** The columns as the file names them; `?` where the name is no text. */
  get names(): readonly string[] {
    return this.row.fields.map((field) => fieldText(field)?.trim() ?? "?");
  }

  /** 0-based index of a column; null if the table does not have it. */
  indexOf(column: string): number | null {
    return this.#indexes.get(column) ?? null;
  }

  has(columns: readonly string[]): boolean {
    return columns.every((column) => this.#indexes.has(column));
  }

  /** Those of some columns that the table has twice or more, so that one cannot tell which is meant. */
  repeated(columns: readonly string[]): readonly string[] {
    return columns.filter((column) => this.#repeated.has(column));
  }

  /** Why a row is none of the table's; null if it is one. */
  problemOf({ fields, isCut }: Pick<CsvRow, "fields" | "isCut">): string | null {
    if (isCut) return `the row has ${MAX_LINE_BYTES} bytes or more, of which the first are kept`;
    const { length } = this.row.fields;
    return fields.length === length ? null : `the row has ${fields.length} fields, the header has ${length}`;
  }

  /**
   * The number that a field holds; null if it holds none. It may have a comma for a decimal point where commas do not
   * separate fields.
   */
  numberOf(field: string): number | null {
    const text = this.row.delimiter === "," ? field : field.replace(",", ".");
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null;
    const value = Number(text);
    return Number.isFinite(value) ? value : null;
  }

  /** A row's fields by column; a field that is missing is empty. */
  fieldsByColumn(fields: readonly string[]): ReadonlyMap<string, string> {
    return new Map([...this.#indexes].map(([column, index]) => [column, fields[index] ?? ""]));
  }
}

function columnOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s-]+/g, "_");
}
