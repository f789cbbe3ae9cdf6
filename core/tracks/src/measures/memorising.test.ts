import { matrixOfRows, takeRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom, shuffledIndices } from "../random.js";
import { memorising } from "./memorising.js";
import { rowsOutOfBounds } from "./out-of-bounds.js";
import { rankSpace } from "./rank-space.js";
import { nearestDistance, rowDistance } from "./row-distance.js";

const random = keyedRandom("memorising");
const draw = (count: number) =>
  matrixOfRows(
    Array.from({ length: count }, () =>
      Array.from({ length: 4 }, () => (random.uniform() < 0.1 ? NaN : random.normal())),
    ),
  );

describe("memorising", () => {
  const [training, held, fresh] = [draw(600), draw(400), draw(500)];

  it("finds nothing in rows of the same kind", () => {
    const { distanceRatio, nearerToTraining } = memorising(training, held, fresh, "a");
    expect(Math.abs(distanceRatio.value! - 1)).toBeLessThan(0.12);
    expect(Math.abs(nearerToTraining.value! - 0.5)).toBeLessThan(0.08);
  });

  it("finds copies of training rows, whatever the unit and the order of rows", () => {
    const copies = memorising(training, held, training, "a");
    expect(copies.distanceRatio.value).toBe(0);
    expect(copies.nearerToTraining.value).toBeGreaterThan(0.7);
    const { distanceRatio } = memorising(training, held, fresh, "a");
    const stretch = (rows: typeof fresh) => ({ ...rows, values: rows.values.map((v) => Math.exp(2 * v)) });
    const other = takeRows(stretch(training), shuffledIndices(training.rows, random));
    expect(memorising(other, stretch(held), stretch(fresh), "a").distanceRatio.value).toBeCloseTo(
      distanceRatio.value!,
      12,
    );
  });

  it("says why it has no figure", () => {
    expect(memorising(training, training, fresh, "a").distanceRatio.reason).toMatch(/equal a training row/);
    expect(memorising(training, held, zeros(0, 4), "a").nearerToTraining.reason).toMatch(/no synthetic/);
  });
});

describe("distances", () => {
  it("to the nearest row are the least of all distances", () => {
    const [rows, others] = [draw(40), draw(60)];
    for (let at = 0; at < rows.rows; at++) {
      const row = rows.values.subarray(4 * at, 4 * at + 4);
      const all = Array.from({ length: 60 }, (_, i) =>
        rowDistance(row, others.values.subarray(4 * i, 4 * i + 4)),
      );
      const least = Math.min(...all.filter((distance) => !Number.isNaN(distance)));
      expect(nearestDistance(row, others)).toBeCloseTo(least, 12);
    }
  });

  it("are of ranks: shares of the reference below a value, equal ones half", () => {
    const toRanks = rankSpace(matrixOfRows([[1], [2], [2], [4]]));
    expect([...toRanks(matrixOfRows([[0], [2], [3], [9], [NaN]])).values]).toEqual([0, 0.5, 0.75, 1, NaN]);
  });
});

it("rowsOutOfBounds counts rows, not missing values", () => {
  const bounds = [
    { lower: 0, upper: 1 },
    { lower: -1, upper: 1 },
  ];
  const rows = matrixOfRows([
    [0, 1],
    [1.1, -2],
    [NaN, 0],
    [0, Infinity],
  ]);
  expect(rowsOutOfBounds(rows, bounds)).toBe(2);
});
