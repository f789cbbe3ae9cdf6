import { fieldText, isNotFinite } from "@interlude/core-csv";
import { PopularityError } from "./popularity-error.js";
import { parsePythonStringList } from "./python-list.js";

/** The fields of one row of a Spotify-derived table, read by what their columns hold. */
export class SpotifyFields {
  /**
   * @param row fields by column
   * @param options.hasDecimalCommas whether numbers may have a comma for a decimal point
   * @param options.onDropped told of the column and text of a number that could not be computed, and is missing therefore
   */
  constructor(
    private readonly row: ReadonlyMap<string, string>,
    private readonly options: {
      readonly hasDecimalCommas?: boolean;
      readonly onDropped?: (column: string, text: string) => void;
    } = {},
  ) {}

  /** @throws PopularityError, as all methods here */
  text(column: string): string {
    const field = this.row.get(column) ?? "";
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

  /** Null if the column is missing or empty. */
  optionalId(column: string): string | null {
    return this.text(column) === "" ? null : this.id(column);
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

  /** A finite number within bounds; null if the column is missing or empty, or the number could not be computed. */
  number(column: string, least: number, most: number): number | null {
    const written = this.text(column).trim();
    if (written === "") return null;
    if (isNotFinite(written)) {
      this.options.onDropped?.(column, written);
      return null;
    }
    const text = this.options.hasDecimalCommas === true ? written.replace(",", ".") : written;
    const value = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw malformed(column, written, `is no number from ${least} to ${most}`);
  }

  /** As `number`; whole numbers are often written as floats, `149.0`, by programs that know missing values. */
  integer(column: string, least: number, most: number): number | null {
    const value = this.number(column, least, most);
    if (value === null || Number.isInteger(value)) return value;
    throw malformed(column, this.text(column), "is no whole number");
  }

  /** As Python (`True`) or a number writes it. */
  boolean(column: string): boolean | null {
    const text = this.text(column).trim().toLowerCase();
    if (text === "") return null;
    if (["true", "1", "1.0"].includes(text)) return true;
    if (["false", "0", "0.0"].includes(text)) return false;
    throw malformed(column, text, "is neither true nor false");
  }

  /** A year, month or day; year 0 is how these tables write an unknown one. */
  date(column: string): string | null {
    const text = this.text(column).trim();
    if (text === "" || /^0{1,4}(-\d\d){0,2}$/.test(text)) return null;
    if (/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text)) return text;
    throw malformed(column, text, "is no date (YYYY, YYYY-MM or YYYY-MM-DD)");
  }
}

function isSpotifyId(text: string): boolean {
  return /^[0-9A-Za-z]{22}$/.test(text);
}

export function malformed(column: string, value: string, problem: string): PopularityError {
  return new PopularityError(`${column} ${JSON.stringify(value.slice(0, 60))} ${problem}`);
}
