import { type Matrix, matrixOfRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { type FidelityQuestion, artistAuc, artistFidelity } from "./artist-fidelity.js";

/** Rows about the artists' centres, as far out as `follows` says; 1 as real ones. */
function questions(seed: string, follows: number, count = 400): FidelityQuestion[] {
  const random = keyedRandom(seed);
  const about = (centre: readonly number[], share: number) =>
    centre.map((value) => share * value + random.normal());
  return Array.from({ length: count }, () => {
    const [own, other] = [0, 1].map(() => [random.normal(), random.normal(), random.normal()]);
    const rowsOf = (centre: readonly number[]): Matrix =>
      matrixOfRows(Array.from({ length: 6 }, () => about(centre, 1)));
    return { row: Float64Array.from(about(own!, follows)), own: rowsOf(own!), others: rowsOf(other!) };
  });
}

describe("artist fidelity", () => {
  const held = questions("held", 1);

  it.each(["mean", "nearest"] as const)(
    "by %s is 1 for rows like real ones, 0 where artists are ignored",
    (by) => {
      const real = artistFidelity(questions("real", 1), held, by);
      expect(real.held.value).toBeGreaterThan(0.6);
      expect(Math.abs(real.share.value! - 1)).toBeLessThan(0.35);
      const ignored = artistFidelity(questions("ignored", 0), held, by);
      expect(Math.abs(ignored.generated.value! - 0.5)).toBeLessThan(0.06);
      expect(ignored.share.value).toBeLessThan(0.4);
    },
  );

  it("does not take an artist with more tracks for a nearer one", () => {
    const random = keyedRandom("more tracks");
    const rowsOf = (count: number) =>
      matrixOfRows(Array.from({ length: count }, () => [random.normal(), random.normal()]));
    const unequal = Array.from({ length: 600 }, () => ({
      row: Float64Array.of(random.normal(), random.normal()),
      own: rowsOf(20),
      others: rowsOf(3),
    }));
    expect(Math.abs(artistAuc(unequal, "nearest").value! - 0.5)).toBeLessThan(0.05);
  });

  it("turns about where own and other artists change places", () => {
    const turned = held.map(({ row, own, others }) => ({ row, own: others, others: own }));
    expect(artistAuc(turned).value).toBeCloseTo(1 - artistAuc(held).value!, 12);
  });

  it("says why it has no figure", () => {
    expect(artistAuc([]).reason).toMatch(/no row has known rows/);
    const none = held.map(({ row, own }) => ({ row, own, others: zeros(0, 3) }));
    expect(artistFidelity(none, held).share.reason).toMatch(/no row has known rows/);
    expect(artistFidelity(held, questions("random", 0)).share.reason).toMatch(/hardly nearer/);
  });
});
