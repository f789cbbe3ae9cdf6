import { type Matrix, takeRows, zeros } from "@interlude/core-numerics";
import type { ConditionDeclaration, ConditionRow } from "../conditions/conditions.js";
import { TracksError } from "../errors.js";
import type { ConditionedTable } from "../generator/train-generator.js";
import { inferTableSpace } from "../table/infer-table-space.js";
import { sharesProblem } from "../table/raw-coordinates.js";
import { type TableSpace, shareBlocks } from "../table/table-space.js";
import { type CsvCells, type LeftOutRow, isMissing } from "./csv-cells.js";

/** Which columns of a file are what, by their names. */
export interface TableColumns {
  /** Declares the columns to learn; else they are inferred. */
  readonly space?: TableSpace;
  /** The columns to learn, in this order; else all of the space, or all that hold numbers. */
  readonly features?: readonly string[];
  readonly conditions: readonly string[];
  /** Rows with equal text in this column are on one side of a split. */
  readonly group?: string;
}

/** A table to evaluate on. */
export interface TrackTable extends ConditionedTable {
  /** Line of each row in its file. */
  readonly lines: readonly number[];
  /** Group of each row; null where each is its own. */
  readonly groups: readonly string[] | null;
  /** What was assumed, and what was left out, a sentence each. */
  readonly notes: readonly string[];
  readonly leftOut: readonly LeftOutRow[];
}

/**
 * Takes features and conditions out of a file's texts. A condition is a number if most of its texts are, else a
 * category. A row with text where a number should be, a number outside of the declared bounds, or a block of
 * shares that do not sum to 1, is left out, with line and what is wrong.
 * @throws TracksError `TABLE_COLUMN_UNKNOWN` for a name that the file does not have or has twice,
 * `TABLE_VALUE_NO_NUMBER` for a feature that holds texts, `TABLE_EMPTY` if no row is left, `TABLE_COLUMN_EMPTY`
 */
export function trackTableOf(cells: CsvCells, columns: TableColumns): TrackTable {
  const { header, rows } = cells;
  const at = (name: string): number => {
    const index = header.indexOf(name.toLowerCase().replaceAll(/[\s-]+/g, "_"));
    if (index !== null && header.repeated([name]).length === 0) return index;
    throw new TracksError(
      "TABLE_COLUMN_UNKNOWN",
      `the file has ${index === null ? "no column" : "more than one column"} ${JSON.stringify(name)}; it has ${header.names.join(", ")}`,
    );
  };
  const isNumber = (index: number): boolean => {
    const texts = rows.map(({ fields }) => fields[index]!).filter((text) => !isMissing(text));
    return 2 * texts.filter((text) => header.numberOf(text) !== null).length > texts.length;
  };
  const conditions = columns.conditions.map((name) => {
    const index = at(name);
    return { name, index, kind: isNumber(index) ? ("number" as const) : ("category" as const) };
  });
  const group = columns.group === undefined ? null : at(columns.group);
  const notes: string[] = [];
  const named = columns.features ?? columns.space?.columns.map(({ name }) => name);
  const features = named?.map((name) => ({ name, index: at(name) })) ?? [];
  for (const { name, index } of features) if (!isNumber(index)) throw noNumbers(name, index, cells);
  for (const { name, index } of features)
    if (conditions.some((condition) => condition.index === index))
      throw new TracksError("TABLE_COLUMN_UNKNOWN", `column ${name} cannot be a feature and a condition`);
  if (named === undefined) {
    for (const [index, name] of header.names.entries()) {
      if (index === group || conditions.some((condition) => condition.index === index)) continue;
      if (isNumber(index)) features.push({ name, index });
      else notes.push(`${name}: left out, it holds no numbers`);
    }
  }
  const declared = features.map(({ name }) => columns.space?.columns.find((column) => column.name === name));
  const numeric = [
    ...features.map((feature, j) => ({ ...feature, bounds: declared[j] })),
    ...conditions.filter(({ kind }) => kind === "number").map((each) => ({ ...each, bounds: undefined })),
  ];
  const leftOut: LeftOutRow[] = [...cells.leftOut];
  const numberAt = (text: string): number => (isMissing(text) ? NaN : header.numberOf(text)!);
  const blocks = shareBlocksOf(features, columns.space);
  const kept = rows.filter(({ line, fields }) => {
    for (const { name, index, bounds } of numeric) {
      const text = fields[index]!;
      if (isMissing(text)) continue;
      const value = header.numberOf(text);
      const outside =
        value !== null && bounds !== undefined && (value < bounds.lower || value > bounds.upper);
      if (value !== null && !outside) continue;
      const why = outside ? `is not from ${bounds!.lower} to ${bounds!.upper}` : "is no number";
      leftOut.push({ line, reason: `column ${name}: ${JSON.stringify(text.slice(0, 60))} ${why}` });
      return false;
    }
    for (const { block, columns: own } of blocks) {
      const problem = sharesProblem(own.map((index) => numberAt(fields[index]!)));
      if (problem === null) continue;
      leftOut.push({ line, reason: `block ${block}: ${problem}` });
      return false;
    }
    return true;
  });
  if (kept.length === 0) {
    const { line, reason } = leftOut[0]!;
    throw new TracksError("TABLE_EMPTY", `no row of the table can be taken; line ${line}, ${reason}`);
  }
  const values = zeros(kept.length, features.length);
  for (const [i, { fields }] of kept.entries()) {
    for (const [j, { index }] of features.entries()) {
      values.values[i * features.length + j] = numberAt(fields[index]!);
    }
  }
  const { space, table } = spaceOf(features, values, columns.space, notes);
  return {
    space,
    table,
    declarations: conditions.map(({ name, kind }): ConditionDeclaration => ({ name, kind })),
    conditions: kept.map(({ fields }): ConditionRow =>
      conditions.map(({ index, kind }) => {
        const text = fields[index]!;
        if (isMissing(text)) return null;
        return kind === "category" ? text : header.numberOf(text);
      }),
    ),
    lines: kept.map(({ line }) => line),
    groups: group === null ? null : kept.map(({ fields }) => fields[group]!),
    notes,
    leftOut,
  };
}

/** The blocks of shares among the features, each with the numbers of its columns in the file. */
function shareBlocksOf(
  features: readonly { readonly name: string; readonly index: number }[],
  declared: TableSpace | undefined,
): { block: string; columns: number[] }[] {
  if (declared === undefined) return [];
  return shareBlocks(declared).map(({ block, columns }) => {
    const names = new Set(columns.map((column) => declared.columns[column]!.name));
    return { block, columns: features.filter(({ name }) => names.has(name)).map(({ index }) => index) };
  });
}

function spaceOf(
  features: readonly { readonly name: string }[],
  values: Matrix,
  declared: TableSpace | undefined,
  notes: string[],
): { space: TableSpace; table: Matrix } {
  if (declared !== undefined) {
    const chosen = features.map(({ name }) => declared.columns.find((column) => column.name === name));
    const missing = chosen.indexOf(undefined);
    if (missing >= 0) {
      throw new TracksError(
        "TABLE_COLUMN_UNKNOWN",
        `the space ${declared.name} declares no column ${JSON.stringify(features[missing]!.name)}`,
      );
    }
    return { space: { ...declared, columns: chosen.map((column) => column!) }, table: values };
  }
  const inferred = inferTableSpace(
    features.map(({ name }) => name),
    values,
  );
  notes.push("no space was given: numbers within the bounds that they have in the file", ...inferred.notes);
  const table = zeros(values.rows, inferred.columns.length);
  for (let i = 0; i < values.rows; i++)
    for (const [j, from] of inferred.columns.entries())
      table.values[i * table.columns + j] = values.values[i * values.columns + from]!;
  return { space: inferred.space, table };
}

function noNumbers(name: string, index: number, { header, rows }: CsvCells): TracksError {
  const bad = rows.find(
    ({ fields }) => !isMissing(fields[index]!) && header.numberOf(fields[index]!) === null,
  );
  return new TracksError(
    "TABLE_VALUE_NO_NUMBER",
    bad === undefined
      ? `column ${name} has no number in any row`
      : `column ${name}, line ${bad.line}: ${JSON.stringify(bad.fields[index]!.slice(0, 60))} is no number, as most of the column; a category can be a condition, not a feature`,
  );
}

/** Some rows of a table to evaluate on. */
export function partOf(table: TrackTable, rows: readonly number[]): TrackTable {
  return {
    ...table,
    table: takeRows(table.table, rows),
    conditions: rows.map((row) => table.conditions[row]!),
    lines: rows.map((row) => table.lines[row]!),
    groups: table.groups === null ? null : rows.map((row) => table.groups![row]!),
  };
}
