import { TracksError } from "../errors.js";
import { type ColumnDeclaration, type ColumnKind, type TableSpace, shareBlocks } from "./table-space.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a space from JSON: `{ "name", "version", "columns": [{ "name", "lower", "upper", … }] }`. Of a column, only
 * these three must be given; `kind` is `number` unless said, `block` the column's name.
 * @throws TracksError `TABLE_SPACE_INVALID` with the column and the field
 */
export function parseTableSpace(text: string): TableSpace {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw invalid(`it is no JSON: ${(error as Error).message}`);
  }
  const fields = fieldsOf(content, "it");
  const columns = fields["columns"];
  if (!Array.isArray(columns)) throw invalid(`"columns" is not a list`);
  const space = {
    name: textOf(fields, "name", "it"),
    version: textOf(fields, "version", "it", "1"),
    columns: columns.map((column, at) => parseColumn(column, `column ${at}`)),
  };
  checkTableSpace(space);
  return space;
}

/**
 * Checks what the single fields do not say: names, bounds and blocks that fit one another.
 * @throws TracksError `TABLE_SPACE_INVALID`
 */
export function checkTableSpace(space: TableSpace): void {
  if (space.columns.length === 0) throw invalid("it has no columns");
  const seen = new Set<string>();
  for (const { name, kind, lower, upper, period } of space.columns) {
    if (seen.has(name)) throw invalid(`there are two columns ${JSON.stringify(name)}`);
    seen.add(name);
    if (!(lower < upper)) throw invalid(`of ${name}, lower (${lower}) is not below upper (${upper})`);
    if (kind === "share" && (lower !== 0 || upper !== 1)) {
      throw invalid(`${name} is a share, so its bounds are 0 and 1, not ${lower} and ${upper}`);
    }
    if (period !== undefined && (kind === "share" || upper !== lower + period)) {
      throw invalid(`${name} has period ${period}: it must be a number with upper = lower + period`);
    }
  }
  for (const { block, columns } of shareBlocks(space)) {
    if (columns.length < 2) throw invalid(`block ${JSON.stringify(block)} has a single share`);
  }
}

function parseColumn(content: unknown, at: string): ColumnDeclaration {
  const fields = fieldsOf(content, at);
  const name = textOf(fields, "name", at);
  const where = `column ${JSON.stringify(name)}`;
  const kind = textOf(fields, "kind", where, "number");
  if (kind !== "number" && kind !== "share") {
    throw invalid(`of ${where}, "kind" is ${JSON.stringify(kind)}, neither "number" nor "share"`);
  }
  const integer = fields["integer"];
  if (integer !== undefined && typeof integer !== "boolean") {
    throw invalid(`of ${where}, "integer" is neither true nor false`);
  }
  return {
    name,
    block: textOf(fields, "block", where, kind === "share" ? undefined : name),
    kind: kind satisfies ColumnKind,
    unit: textOf(fields, "unit", where, ""),
    lower: numberOf(fields, "lower", where),
    upper: numberOf(fields, "upper", where),
    ...(fields["period"] === undefined ? {} : { period: numberOf(fields, "period", where) }),
    ...(integer === undefined ? {} : { integer }),
    source: textOf(fields, "source", where, ""),
    description: textOf(fields, "description", where, ""),
  };
}

function fieldsOf(content: unknown, what: string): Fields {
  if (content === null || typeof content !== "object" || Array.isArray(content)) {
    throw invalid(`${what} is no object`);
  }
  return content as Fields;
}

function textOf(fields: Fields, field: string, where: string, fallback?: string): string {
  const value = fields[field] ?? fallback;
  if (typeof value === "string" && (value !== "" || fallback === "")) return value;
  throw invalid(`of ${where}, "${field}" is ${JSON.stringify(value)} where a text is expected`);
}

function numberOf(fields: Fields, field: string, where: string): number {
  const value = fields[field];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalid(`of ${where}, "${field}" is ${JSON.stringify(value)} where a number is expected`);
}

function invalid(what: string): TracksError {
  return new TracksError("TABLE_SPACE_INVALID", `the table's space cannot be used: ${what}`);
}
