import { fieldText } from "./csv-rows.js";

/** The columns of a table by their names in its first row, in whatever order. */
export class CsvHeader {
  readonly #indexes: ReadonlyMap<string, number>;

  /** @param fields of the first row, as `csvRows` gives them */
  constructor(private readonly fields: readonly string[]) {
    this.#indexes = new Map(fields.map((field, index) => [fieldText(field)?.trim() ?? "", index]));
  }

  /** How many fields a row has. */
  get width(): number {
    return this.fields.length;
  }

  /** 0-based index of a column; null if the table does not have it. */
  indexOf(column: string): number | null {
    return this.#indexes.get(column) ?? null;
  }

  has(columns: readonly string[]): boolean {
    return columns.every((column) => this.#indexes.has(column));
  }

  /** A row's fields by column; a field that is missing is empty. */
  row(fields: readonly string[]): ReadonlyMap<string, string> {
    return new Map([...this.#indexes].map(([column, index]) => [column, fields[index] ?? ""]));
  }
}
