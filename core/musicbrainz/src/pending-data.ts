import { GREATEST_LONG } from "./exact-longs.js";
import type { RowChange } from "./row-change.js";
import { type Row, type ValueDropped, rowFromJson } from "./rows.js";
import { type TableName, parseTableName } from "./table-name.js";
import { tableLayout } from "./table-layouts.js";

export type PendingDataErrorCode =
  | "PENDING_FIELD_COUNT"
  | "PENDING_BAD_NUMBER"
  | "PENDING_BAD_TABLE_NAME"
  | "PENDING_BAD_OPERATION"
  | "PENDING_BAD_JSON"
  | "PENDING_JSON_TOO_LARGE";

/** A line of `pending_data` that does not say what it must. */
export class PendingDataError extends Error {
  override readonly name = "PendingDataError";

  constructor(
    readonly code: PendingDataErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** One line of `pending_data` before its rows are looked at, which only kept tables need. */
export interface PendingEntry extends TableName {
  readonly seqid: number;
  readonly xid: number;
  readonly op: string;
  readonly oldData: string | null;
  readonly newData: string | null;
}

const FIELD_COUNT = 8;

/** The longest real rows are texts of some hundred kilobytes in tables that are not kept. */
const MAX_JSON_LENGTH = 4 * 1024 * 1024;
/** Of both rows of a change: it becomes one record of the log, which takes no more than seven megabytes. */
const MAX_CHANGE_BYTES = 6 * 1024 * 1024;

/**
 * Reads the envelope of a line: seqid, table, operation, transaction and the two documents, still as text.
 * @param fields as `decodeCopyRow` gives them
 * @throws PendingDataError
 */
export function readPendingEntry(fields: readonly (string | null)[]): PendingEntry {
  if (fields.length !== FIELD_COUNT) {
    const few = fields.length < FIELD_COUNT ? "few" : "many";
    throw new PendingDataError(
      "PENDING_FIELD_COUNT",
      `too ${few} fields: ${fields.length}, expected ${FIELD_COUNT}`,
    );
  }
  const [seqid, tablename, op, xid, oldData, newData] = fields as (string | null)[];
  const name = parseTableName(tablename ?? "");
  if (name === null) {
    throw new PendingDataError(
      "PENDING_BAD_TABLE_NAME",
      `${JSON.stringify(tablename)} is not of the form schema.table`,
    );
  }
  return {
    seqid: wholeNumber("seqid", seqid!),
    xid: wholeNumber("xid", xid!),
    ...name,
    op: op ?? "",
    oldData: oldData!,
    newData: newData!,
  };
}

/**
 * The change that an entry describes, its rows typed by the table's layout.
 * @param onDropped called with what the rows are good without, in the old one and in the new one
 * @throws PendingDataError, RowError, LayoutError
 */
export function changeOf(entry: PendingEntry, schemaSequence: number, onDropped?: ValueDropped): RowChange {
  const { seqid, xid, schema, table, op, oldData, newData } = entry;
  if (op !== "i" && op !== "u" && op !== "d") {
    throw new PendingDataError("PENDING_BAD_OPERATION", `operation ${JSON.stringify(op)} is not i, u or d`);
  }
  if ((oldData === null) !== (op === "i") || (newData === null) !== (op === "d")) {
    throw new PendingDataError(
      "PENDING_BAD_OPERATION",
      `operation ${op} has ${oldData === null ? "no" : "an"} old row and ${newData === null ? "no" : "a"} new row`,
    );
  }
  const bytes = Buffer.byteLength(oldData ?? "") + Buffer.byteLength(newData ?? "");
  if (bytes > MAX_CHANGE_BYTES) {
    throw new PendingDataError(
      "PENDING_JSON_TOO_LARGE",
      `a change of ${bytes} bytes is past the bound of ${MAX_CHANGE_BYTES}`,
    );
  }
  const read = (data: string | null): Row | null =>
    data === null ? null : rowFromJson(tableLayout(table, schemaSequence), flatObject(data), onDropped);
  return { seqid, xid, schema, table, op, before: read(oldData), after: read(newData) };
}

function wholeNumber(column: string, field: string | null): number {
  const value = field !== null && /^\d{1,19}$/.test(field) ? Number(field) : Number.NaN;
  // NaN is in no order.
  if (value <= GREATEST_LONG) return value;
  throw new PendingDataError(
    "PENDING_BAD_NUMBER",
    `${column} ${JSON.stringify(field)} is not a whole number up to ${GREATEST_LONG}`,
  );
}

/** Rows are flat: what nests deeper is refused with the column that holds it, when the row is typed. */
function flatObject(json: string): Readonly<Record<string, unknown>> {
  if (json.length > MAX_JSON_LENGTH) {
    throw new PendingDataError(
      "PENDING_JSON_TOO_LARGE",
      `a row of ${json.length} characters is past the bound of ${MAX_JSON_LENGTH}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new PendingDataError("PENDING_BAD_JSON", `the row is not JSON: ${(error as Error).message}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new PendingDataError("PENDING_BAD_JSON", "the row is not a JSON object");
}
