import { type CsvHeader, type CsvRow, type ValueDropped, fieldText } from "@interlude/core-csv";
import { PopularityError } from "./popularity-error.js";
import { parsePythonStringList } from "./python-list.js";
import { isCalendarDay } from "./snapshot-date.js";

/** The fields of one row of a Spotify-derived table, read by what their columns hold. */
export class SpotifyFields {
  readonly #fields: ReadonlyMap<string, string>;

  /** @throws PopularityError if the row is none of the table's, as all methods throw for values that it cannot do without */
  constructor(
    private readonly header: CsvHeader,
    row: Pick<CsvRow, "fields" | "isCut">,
    private readonly onDropped: ValueDropped,
  ) {
    const problem = header.problemOf(row);
    if (problem !== null) throw new PopularityError(problem);
    this.#fields = header.fieldsByColumn(row.fields);
  }

  text(column: string): string {
    const field = this.#fields.get(column) ?? "";
    const text = fieldText(field);
    if (text === null) throw malformed(column, field, "has bytes that no UTF-8 text has");
    return text;
  }

  /** 22 characters of base 62; upper and lower case differ. */
  id(column: string): string {
    const text = this.text(column);
    if (!isSpotifyId(text)) throw malformed(column, text, "is no Spotify id (22 letters and digits)");
    return text;
  }

  /** Null if the column is missing or empty, or holds none. */
  optionalId(column: string): string | null {
    return this.#optional(column, "is no Spotify id (22 letters and digits)", (text) =>
      isSpotifyId(text) ? text : null,
    );
  }

  ids(column: string): string[] {
    const ids = this.list(column);
    if (!ids.every(isSpotifyId)) throw malformed(column, this.text(column), "holds what is no Spotify id");
    return ids;
  }

  /** A Python list of strings. */
  list(column: string): string[] {
    const text = this.text(column);
    const items = parsePythonStringList(text);
    if (items === null) throw malformed(column, text, "is no Python list of strings");
    return items;
  }

  /** As `list`, of what a row can do without; empty if the column holds none. */
  optionalList(column: string): string[] {
    const read = (field: string): string[] | null => {
      const text = fieldText(field);
      return text === null ? null : parsePythonStringList(text);
    };
    return this.#optional(column, "is no Python list of strings", read) ?? [];
  }

  /** A number within bounds; null if the column is missing or empty, or holds none. */
  number(column: string, least: number, most: number): number | null {
    return this.#optional(column, `is no number from ${least} to ${most}`, (text) => {
      const value = this.header.numberOf(text);
      return value !== null && value >= least && value <= most ? value : null;
    });
  }

  /** As `number`; whole numbers are often written as floats, `149.0`, by programs that know missing values. */
  integer(column: string, least: number, most: number): number | null {
    return this.#optional(column, `is no whole number from ${least} to ${most}`, (text) => {
      const value = this.header.numberOf(text);
      return Number.isInteger(value) && value! >= least && value! <= most ? value : null;
    });
  }

  /** As Python (`True`) or a number writes it. */
  boolean(column: string): boolean | null {
    return this.#optional(column, "is neither true nor false", (text) => {
      if (["true", "1", "1.0"].includes(text.toLowerCase())) return true;
      return ["false", "0", "0.0"].includes(text.toLowerCase()) ? false : null;
    });
  }

  /** A year, month or day; year 0 is how these tables write an unknown one. */
  date(column: string): string | null {
    if (/^0{1,4}(-\d\d?){0,2}$/.test((this.#fields.get(column) ?? "").trim())) return null;
    return this.#optional(column, "is no date (YYYY, YYYY-MM or YYYY-MM-DD)", (text) =>
      /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text) || isCalendarDay(text) ? text : null,
    );
  }

  /** What a field holds that a row can do without; null if it is empty, or holds something else, which is dropped. */
  #optional<Value>(column: string, problem: string, read: (text: string) => Value | null): Value | null {
    const field = (this.#fields.get(column) ?? "").trim();
    if (field === "") return null;
    const value = read(field);
    if (value === null) this.onDropped(column, `${shown(fieldText(field) ?? field)} ${problem}`);
    return value;
  }
}

function isSpotifyId(text: string): boolean {
  return /^[0-9A-Za-z]{22}$/.test(text);
}

export function malformed(column: string, value: string, problem: string): PopularityError {
  return new PopularityError(`${column} ${shown(value)} ${problem}`);
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, 60));
}
