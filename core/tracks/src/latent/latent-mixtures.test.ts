import { matrixOfRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { fitGaussianMixture } from "./gaussian-mixture.js";
import { type LatentRows, fitLatentMixtures, latentSampler } from "./latent-mixtures.js";

describe("fitGaussianMixture", () => {
  it("finds two clusters, their shares and their shapes", () => {
    const random = keyedRandom("clusters");
    const points = matrixOfRows(
      Array.from({ length: 1500 }, (_, i) =>
        i % 3 === 0
          ? [3 + random.normal(), 2 + 0.5 * random.normal()]
          : [-3 + random.normal(), 0.5 * random.normal()],
      ),
    );
    const { weights, components } = fitGaussianMixture(points, { components: 2, priorPoints: 5 }, random);
    const at = components[0]!.mean[0]! > 0 ? 0 : 1;
    expect(weights[at]).toBeCloseTo(1 / 3, 1);
    expect(Math.abs(components[at]!.mean[1]! - 2)).toBeLessThan(0.1);
    expect(Math.abs(components[1 - at]!.covariance[0]! - 1)).toBeLessThan(0.15);
    expect(Math.abs(components[1 - at]!.covariance[3]! - 0.25)).toBeLessThan(0.1);
  });

  it("does not fall over points that are all the same, or fewer than its components", () => {
    const { weights, components } = fitGaussianMixture(
      matrixOfRows([
        [1, 2],
        [1, 2],
      ]),
      { components: 4, priorPoints: 1 },
      keyedRandom("same"),
    );
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const { mean } of components) expect(mean).toEqual([1, 2]);
  });
});

/** A latent that the prior has wrong: two modes, of which the number decides; the prior's mean moves with the row. */
function latentRows(count: number, categories: readonly (number | null)[]): LatentRows {
  const random = keyedRandom("latents");
  const numbers = Array.from({ length: count }, () => [random.normal()]);
  const prior = Array.from({ length: count }, () => [5 * random.normal()]);
  const mean = numbers.map(([number], i) => [
    prior[i]![0]! + 2 * ((number! > 0 ? 2 : -2) + 0.1 * random.normal()),
  ]);
  return {
    posterior: { mean: matrixOfRows(mean), logVariance: matrixOfRows(mean.map(() => [Math.log(0.04)])) },
    prior: { mean: matrixOfRows(prior), logVariance: matrixOfRows(prior.map(() => [Math.log(4)])) },
    numbers: matrixOfRows(numbers),
    categories,
  };
}

describe("latent mixtures", () => {
  const categories = Array.from({ length: 600 }, (_, i) => (i < 590 ? 0 : 1));
  const mixtures = fitLatentMixtures(latentRows(600, categories), "test");
  const draw = latentSampler(mixtures);

  it("draw what the posteriors have given the number, in units of the row's own prior", () => {
    const random = keyedRandom("draws");
    const prior = { mean: [10], logVariance: [Math.log(4)] };
    const high = Array.from({ length: 500 }, () => draw(0, [1.2], prior, random)[0]!);
    const low = Array.from({ length: 500 }, () => draw(0, [-1.2], prior, random)[0]!);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(high) - 14)).toBeLessThan(0.5);
    expect(Math.abs(mean(low) - 6)).toBeLessThan(0.5);
  });

  it("leave a small category and none to the whole, and are the same again", () => {
    expect(mixtures.categories.map((mixture) => mixture === null)).toEqual([false, true]);
    expect(fitLatentMixtures(latentRows(600, categories), "test")).toEqual(mixtures);
    const prior = { mean: [0], logVariance: [0] };
    expect(draw(1, [0], prior, keyedRandom("x"))).toEqual(draw(null, [0], prior, keyedRandom("x")));
  });

  it("do without numbers", () => {
    const { posterior, prior } = latentRows(100, []);
    const plain = fitLatentMixtures(
      { posterior, prior, numbers: zeros(100, 0), categories: Array.from({ length: 100 }, () => null) },
      "plain",
    );
    expect(latentSampler(plain)(null, [], { mean: [0], logVariance: [0] }, keyedRandom("y"))).toHaveLength(1);
  });
});
