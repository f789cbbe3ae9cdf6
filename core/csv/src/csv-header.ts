import { type CsvRow, fieldText } from "./csv-rows.js";

/** The columns of a table by their names in its first row, in whatever order. */
export class CsvHeader {
  readonly #indexes: ReadonlyMap<string, number>;

  /** @param row the first one, as `csvRows` gives it */
  constructor(private readonly row: Pick<CsvRow, "fields" | "delimiter">) {
    this.#indexes = new Map(row.fields.map((field, index) => [fieldText(field)?.trim() ?? "", index]));
  }

  /** How many fields a row has. */
  get width(): number {
    return this.row.fields.length;
  }

  /** Whether numbers may have a comma for a decimal point, as where commas do not separate fields. */
  get hasDecimalCommas(): boolean {
    return this.row.delimiter !== ",";
  }

  /** 0-based index of a column; null if the table does not have it. */
  indexOf(column: string): number | null {
    return this.#indexes.get(column) ?? null;
  }

  has(columns: readonly string[]): boolean {
    return columns.every((column) => this.#indexes.has(column));
  }

  /** A row's fields by column; a field that is missing is empty. */
  fieldsByColumn(fields: readonly string[]): ReadonlyMap<string, string> {
    return new Map([...this.#indexes].map(([column, index]) => [column, fields[index] ?? ""]));
  }
}
