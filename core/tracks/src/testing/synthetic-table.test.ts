import { columnOf } from "@interlude/core-numerics";
import { expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { fitSpace, scoresOf, tableOf } from "../table/fitted-space.js";
import { syntheticTable } from "./synthetic-table.js";

it("a synthetic table has the structure that it says it has", () => {
  const { space, table, conditions, artists } = syntheticTable(2000, "structure");
  const at = (name: string) =>
    columnOf(
      table,
      space.columns.findIndex((column) => column.name === name),
    );
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shareOf = (values: Float64Array, holds: (value: number) => boolean) =>
    values.filter(holds).length / values.length;
  expect(shareOf(at("onset_rate"), Number.isNaN)).toBeCloseTo(0.1, 1);
  expect(shareOf(at("calm"), Number.isNaN)).toBeCloseTo(0.05, 1);
  expect(shareOf(at("instrumental"), (value) => value === 0)).toBeGreaterThan(0.4);
  expect(shareOf(at("loudness"), (value) => value === 1)).toBeGreaterThan(0.005);
  const dance = (from: number, to: number) =>
    mean(
      at("danceability").filter((_, row) => {
        const popularity = conditions[row]![1] as number | null;
        return popularity !== null && popularity >= from && popularity <= to;
      }),
    );
  expect(dance(75, 100)).toBeGreaterThan(dance(0, 25) + 0.2);
  expect(new Set(artists).size).toBeGreaterThan(200);
});

it("a synthetic table is of its own space", () => {
  const { space, table } = syntheticTable(300, "space");
  const fitted = fitSpace(space, table);
  const scores = scoresOf(fitted, table, keyedRandom("ties"));
  const drawn = tableOf(fitted, {
    ...scores,
    values: scores.values.map((value) => (Number.isNaN(value) ? 0 : value)),
  });
  expect(
    drawn.values.every(
      (value, at) => Number.isNaN(table.values[at]!) || Math.abs(value - table.values[at]!) < 1e-9,
    ),
  ).toBe(true);
});
