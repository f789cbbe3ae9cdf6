import { matrixOfRows } from "@interlude/core-numerics";
import { type ConditionRow, inferTableSpace, keyedRandom, prepareTable } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { responseOf } from "./measure-response.js";
import type { RealRows } from "./measure.js";

/** Rows whose features rise or fall with popularity, by genre or not at all. */
function rowsOf(count: number, seed: string): RealRows {
  const random = keyedRandom(seed);
  const conditions = Array.from({ length: count }, (): ConditionRow => [
    ["jazz", "rock", null][random.below(3)]!,
    100 * random.uniform(),
  ]);
  const table = conditions.map(([genre, popularity]) => [
    (popularity as number) / 50 + random.normal(),
    (popularity as number) / -50 + random.normal(),
    Number(genre === "rock") + random.normal(),
    random.normal(),
  ]);
  return {
    table: matrixOfRows(table, 4),
    conditions,
    keys: conditions.map((_, row) => String(row)),
    artists: [],
  };
}

/** A copula of rows, with conditions that are theirs or other rows'. */
function copulaOf({ table }: RealRows, conditions: readonly ConditionRow[]) {
  const { space } = inferTableSpace(["up", "down", "genre", "noise"], table);
  const declarations = [
    { name: "genre", kind: "category" },
    { name: "popularity", kind: "number" },
  ] as const;
  const split = { training: [...conditions.keys()], held: [] };
  return prepareTable({ space, table, declarations, conditions }, split, "test").copula;
}

describe("condition response of a generator", () => {
  const learnt = rowsOf(600, "learnt");
  const held = rowsOf(150, "held");
  const which = { genre: 0, popularity: 1 };

  it("is 1 if what it draws follows genre and popularity as real rows do", () => {
    expect(responseOf(copulaOf(learnt, learnt.conditions), learnt, held, which).value).toBe(1);
  });

  it("is 0 if it does the opposite", () => {
    const opposite = learnt.conditions.map(([genre, popularity]): ConditionRow => [
      genre === "rock" ? "jazz" : genre === "jazz" ? "rock" : null,
      100 - (popularity as number),
    ]);
    expect(responseOf(copulaOf(learnt, opposite), learnt, held, which).value).toBe(0);
  });

  it("has no figure where features follow no condition, and says so", () => {
    const unknown = { ...learnt, conditions: learnt.conditions.map((): ConditionRow => [null, null]) };
    const generator = copulaOf(learnt, learnt.conditions);
    expect(responseOf(generator, unknown, held, which).reason).toMatch(/no feature clearly follows/);
  });
});
