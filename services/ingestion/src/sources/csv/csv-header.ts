import { fieldText } from "./csv-rows.js";

/** What is read of a file to see its header. */
export const HEAD_BYTES = 4096;

/** Where the columns of a table are: by their names in its first row, in whatever order. */
export class CsvHeader {
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly fields: readonly string[]) {
    this.places = new Map(fields.map((field, place) => [fieldText(field)?.trim() ?? "", place]));
  }

  /** How many fields a row has. */
  get width(): number {
    return this.fields.length;
  }

  /** 0-based place of a column; null where the table does not have it. */
  placeOf(column: string): number | null {
    return this.places.get(column) ?? null;
  }

  has(columns: readonly string[]): boolean {
    return columns.every((column) => this.places.has(column));
  }

  /** A row's fields by column. */
  row(fields: readonly string[]): ReadonlyMap<string, string> {
    return new Map([...this.places].map(([column, place]) => [column, fields[place] ?? ""]));
  }
}
