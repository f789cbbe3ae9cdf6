import { type Matrix, columnOf, matrixOfRows, zeros } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import type { TrackTable } from "./track-table.js";

/** Numbers of the conditions of a kind. */
export function kinds(declarations: TrackTable["declarations"], kind: "category" | "number"): number[] {
  return [...declarations.keys()].filter((at) => declarations[at]!.kind === kind);
}

/** The table as if its categories were not known. */
export function withoutCategories({ declarations }: TrackTable): {
  of: (table: TrackTable) => TrackTable;
  rows: (rows: readonly ConditionRow[]) => ConditionRow[];
} {
  const kept = kinds(declarations, "number");
  const rows = (all: readonly ConditionRow[]): ConditionRow[] => all.map((row) => kept.map((at) => row[at]!));
  return {
    rows,
    of: (table) => ({
      ...table,
      declarations: kept.map((at) => declarations[at]!),
      conditions: rows(table.conditions),
    }),
  };
}

/** Columns shuffled one by one: the marginals, and nothing else; a missing value can be drawn, too. */
export function independentRows(table: Matrix, count: number, seed: string): Matrix {
  const random = keyedRandom(`${seed} independent`);
  const rows = zeros(count, table.columns);
  for (let j = 0; j < table.columns; j++) {
    const values = columnOf(table, j);
    const order = shuffledIndices(values.length, random);
    for (let i = 0; i < count; i++) rows.values[i * table.columns + j] = values[order[i % order.length]!]!;
  }
  return rows;
}

/** Conditions as numbers for a classifier: a category by how frequent it is in the whole table. */
export function conditionCodes({
  declarations,
  conditions,
}: TrackTable): (rows: readonly ConditionRow[]) => Matrix {
  const orders = declarations.map(({ kind }, at) => {
    if (kind === "number") return null;
    const counts = new Map<ConditionRow[number], number>();
    for (const row of conditions) counts.set(row[at]!, (counts.get(row[at]!) ?? 0) + 1);
    const sorted = [...counts].sort((x, y) => y[1] - x[1] || (String(x[0]) < String(y[0]) ? -1 : 1));
    return new Map(sorted.map(([value], order) => [value, order]));
  });
  return (rows) =>
    matrixOfRows(
      rows.map((row) =>
        row.map((value, at) => {
          const order = orders[at]!;
          return order === null ? ((value as number | null) ?? NaN) : order.get(value)!;
        }),
      ),
      declarations.length,
    );
}
