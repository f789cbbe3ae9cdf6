import { excerpt } from "./excerpt.js";
import type { Column, TableLayout } from "./table-layouts.js";
import { isLongerThan, mostCharacters } from "./text-length.js";
import {
  formatCopyTimestamp,
  formatJsonTimestamp,
  isTimestampOutOfRange,
  parseTimestamp,
} from "./timestamps.js";

export type Value = string | number | boolean | null;

/**
 * A row by column name. int2/int4 are numbers, bool booleans, timestamptz integer Unix time in microseconds,
 * uuid lower-case text, everything else text; so a row is the same whether a dump or a packet brought it.
 */
export type Row = Readonly<Record<string, Value>>;

export type RowErrorCode =
  | "ROW_FIELD_COUNT"
  | "ROW_MISSING_COLUMN"
  | "ROW_UNKNOWN_COLUMN"
  | "ROW_NULL_NOT_ALLOWED"
  | "ROW_BAD_INTEGER"
  | "ROW_BAD_BOOLEAN"
  | "ROW_BAD_TIMESTAMP"
  | "ROW_TIMESTAMP_OUT_OF_RANGE"
  | "ROW_BAD_UUID"
  | "ROW_BAD_TEXT";

/** A row that does not fit its table's layout. */
export class RowError extends Error {
  override readonly name = "RowError";

  constructor(
    readonly code: RowErrorCode,
    readonly table: string,
    readonly column: string | null,
    readonly reason: string,
  ) {
    super(`${column === null ? table : `${table}.${column}`}: ${reason}`);
  }
}

/** Takes what is wrong with a value that is null in the row; the row is good without it. */
export type ValueDropped = (fault: RowError) => void;

/**
 * The row of one COPY line. A value that cannot be read, in a column that no consumer reads, is null; so is a time that only
 * PostgreSQL knows, in any.
 * @param fields as `decodeCopyRow` gives them, in the layout's column order
 * @throws RowError
 */
export function rowFromCopy(
  layout: TableLayout,
  fields: readonly (string | null)[],
  onDropped: ValueDropped = () => undefined,
): Row {
  const { columns, table } = layout;
  if (fields.length !== columns.length) {
    const few = fields.length < columns.length ? "few" : "many";
    throw new RowError(
      "ROW_FIELD_COUNT",
      table,
      null,
      `too ${few} fields: ${fields.length}, expected ${columns.length}`,
    );
  }
  const row: Record<string, Value> = {};
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    const field = fields[i]!;
    try {
      row[column.name] = field === null ? checkedNull(table, column) : fromCopyField(table, column, field);
    } catch (error) {
      onDropped(dispensable(layout, error));
      row[column.name] = null;
    }
  }
  return row;
}

/**
 * The row of one `row_to_json` object, as packets carry it. Every column must be there that something reads; what can be
 * done without is null or left out, as for `rowFromCopy`.
 * @throws RowError
 */
export function rowFromJson(
  layout: TableLayout,
  object: Readonly<Record<string, unknown>>,
  onDropped: ValueDropped = () => undefined,
): Row {
  const { columns, table } = layout;
  const row: Record<string, Value> = {};
  let known = 0;
  for (const column of columns) {
    const value = Object.hasOwn(object, column.name) ? object[column.name] : undefined;
    if (value !== undefined) known++;
    try {
      row[column.name] = value === null ? checkedNull(table, column) : fromJsonValue(table, column, value);
    } catch (error) {
      onDropped(dispensable(layout, error));
      row[column.name] = null;
    }
  }
  const names = Object.keys(object);
  if (names.length !== known) {
    for (const name of names) {
      if (columns.some((column) => column.name === name)) continue;
      onDropped(
        new RowError("ROW_UNKNOWN_COLUMN", table, excerpt(name), "the column is not in this schema sequence"),
      );
    }
  }
  return row;
}

/**
 * What is wrong with a value that the row is good without.
 * @throws the error itself if the row is not
 */
function dispensable(layout: TableLayout, error: unknown): RowError {
  if (!(error instanceof RowError)) throw error;
  const { code, column } = error;
  if (code === "ROW_TIMESTAMP_OUT_OF_RANGE" || layout.ignored.includes(column!)) return error;
  throw error;
}

/** The fields of a row for `encodeCopyRow`: the reverse of `rowFromCopy`. */
export function copyFromRow(layout: TableLayout, row: Row): (string | null)[] {
  return layout.columns.map((column) => {
    const value = row[column.name] ?? null;
    if (value === null) return null;
    if (column.type === "bool") return value === true ? "t" : "f";
    return column.type === "timestamptz" ? formatCopyTimestamp(value as number) : String(value);
  });
}

/** The object that `row_to_json` would give for a row, keys in column order: the reverse of `rowFromJson`. */
export function jsonFromRow(layout: TableLayout, row: Row): Record<string, Value> {
  const object: Record<string, Value> = {};
  for (const column of layout.columns) {
    const value = row[column.name] ?? null;
    const isTimestamp = column.type === "timestamptz" && value !== null;
    object[column.name] = isTimestamp ? formatJsonTimestamp(value as number) : value;
  }
  return object;
}

function checkedNull(table: string, column: Column): null {
  if (column.nullable) return null;
  throw new RowError("ROW_NULL_NOT_ALLOWED", table, column.name, "NULL in a column that is NOT NULL");
}

function fromCopyField(table: string, column: Column, field: string): Value {
  switch (column.type) {
    case "int2":
    case "int4":
      if (!/^-?\d{1,10}$/.test(field)) throw badInteger(table, column, field);
      return integer(table, column, Number(field));
    case "bool":
      if (field !== "t" && field !== "f") {
        throw new RowError("ROW_BAD_BOOLEAN", table, column.name, `${quote(field)} is neither t nor f`);
      }
      return field === "t";
    case "timestamptz":
      return timestamp(table, column, field);
    case "uuid":
      return uuid(table, column, field);
    default:
      return boundedText(table, column, field);
  }
}

function fromJsonValue(table: string, column: Column, value: unknown): Value {
  if (value === undefined) {
    throw new RowError("ROW_MISSING_COLUMN", table, column.name, "the column is missing");
  }
  switch (column.type) {
    case "int2":
    case "int4":
      if (typeof value !== "number") throw badInteger(table, column, value);
      return integer(table, column, value);
    case "bool":
      if (typeof value !== "boolean") {
        throw new RowError(
          "ROW_BAD_BOOLEAN",
          table,
          column.name,
          `${quote(value)} is neither true nor false`,
        );
      }
      return value;
    case "timestamptz":
      return timestamp(table, column, value);
    case "uuid":
      return uuid(table, column, value);
    default:
      return text(table, column, value);
  }
}

function integer(table: string, column: Column, value: number): number {
  const limit = column.type === "int2" ? 0x8000 : 0x8000_0000;
  if (Number.isInteger(value) && value >= -limit && value < limit) return value;
  throw badInteger(table, column, value);
}

function badInteger(table: string, column: Column, value: unknown): RowError {
  return new RowError("ROW_BAD_INTEGER", table, column.name, `${quote(value)} is not an ${column.type}`);
}

function timestamp(table: string, column: Column, value: unknown): number {
  const microseconds = typeof value === "string" ? parseTimestamp(value) : null;
  if (microseconds !== null) return microseconds;
  const [code, reason]: [RowErrorCode, string] =
    typeof value === "string" && isTimestampOutOfRange(value)
      ? [
          "ROW_TIMESTAMP_OUT_OF_RANGE",
          "is before 1828 or after 2254, where no number can hold its microseconds",
        ]
      : ["ROW_BAD_TIMESTAMP", "is not a timestamp with time zone"];
  throw new RowError(code, table, column.name, `${quote(value)} ${reason}`);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function uuid(table: string, column: Column, value: unknown): string {
  const lower = typeof value === "string" ? value.toLowerCase() : "";
  if (UUID.test(lower)) return lower;
  throw new RowError("ROW_BAD_UUID", table, column.name, `${quote(value)} is not a UUID`);
}

function text(table: string, column: Column, value: unknown): string {
  // JSON escapes can spell what PostgreSQL text cannot hold and what has no UTF-8 form.
  if (typeof value === "string" && !value.includes("\0") && !/\p{Surrogate}/u.test(value)) {
    return boundedText(table, column, value);
  }
  throw new RowError("ROW_BAD_TEXT", table, column.name, `${quote(value)} is not storable text`);
}

function boundedText(table: string, { name, type }: Column, value: string): string {
  const most = mostCharacters(type);
  if (!isLongerThan(value, most)) return value;
  throw new RowError("ROW_BAD_TEXT", table, name, `${quote(value)} has more than ${most} characters`);
}

function quote(value: unknown): string {
  // Of a long text only the beginning is shown: the rest need not be escaped.
  const shown = typeof value === "string" ? value.slice(0, 100) : value;
  return excerpt(JSON.stringify(shown) ?? String(shown));
}
