import { type Matrix, matrixOfRows } from "@interlude/core-numerics";
import { keyedRandom } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { fidelityOf } from "./measure-fidelity.js";
import type { RealRows } from "./measure.js";

const FEATURES = 4;
const ARTISTS = 60;

/** Rows of pairs of artists, who each have a sound; a row lies about the middle of its two. */
function world(seed: string) {
  const random = keyedRandom(seed);
  const normals = () => Array.from({ length: FEATURES }, () => random.normal());
  const sounds = Array.from({ length: ARTISTS }, normals);
  const about = (pair: readonly number[]) =>
    normals().map((noise, k) => noise + pair.reduce((sum, artist) => sum + sounds[artist]![k]!, 0) / 2);
  const rowsOf = (count: number, name: string): RealRows & { readonly again: Matrix } => {
    const pairs = Array.from({ length: count }, () => [random.below(ARTISTS), random.below(ARTISTS)]);
    return {
      table: matrixOfRows(pairs.map(about), FEATURES),
      again: matrixOfRows(pairs.map(about), FEATURES),
      conditions: pairs.map(([one]) => [one! % 2 === 0 ? "jazz" : null]),
      keys: pairs.map((_, row) => `${name} ${row}`),
      artists: pairs.map((pair) => pair.map(String)),
    };
  };
  return { learnt: rowsOf(400, "learnt"), held: rowsOf(300, "held") };
}

describe("artist fidelity of drawn rows", () => {
  const { learnt, held } = world("artists");

  it("is about 1 if they sound as their artists' own tracks do, and about 0 if they sound as anybody's", () => {
    const real = fidelityOf(learnt, held, held.again, 0, "test");
    expect(real.held.value).toBeGreaterThan(0.6);
    expect(real.share.value).toBeGreaterThan(0.6);
    const others = { ...held.again, values: held.again.values.toReversed() };
    expect(Math.abs(fidelityOf(learnt, held, others, 0, "test").share.value!)).toBeLessThan(0.4);
  });

  it("is that of the held-out rows for these themselves", () => {
    expect(fidelityOf(learnt, held, held.table, 0, "test").share.value).toBe(1);
  });

  it("has no figure where nobody has another track, and says so", () => {
    const alone = {
      ...held,
      artists: held.artists.map((_, row) => [`artist ${row}`]),
    };
    const nobody = { ...learnt, artists: learnt.artists.map((_, row) => [`other ${row}`]) };
    expect(fidelityOf(nobody, alone, held.again, 0, "test").share.reason).toMatch(/no row has known rows/);
  });
});
