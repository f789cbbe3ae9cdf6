import { describe, expect, it } from "vitest";
import { checkDecoder, decodeMean, sampleDecoder, type ConditionalDecoder } from "./conditional-decoder.js";
import { keyedRandom } from "./random.js";

const small: ConditionalDecoder = {
  latent: 1,
  condition: 1,
  layers: [
    {
      inputs: 2,
      outputs: 2,
      activation: "tanh",
      weights: Float32Array.of(1, 0.5, -1, 2),
      biases: Float32Array.of(0, 0.25),
    },
    {
      inputs: 2,
      outputs: 1,
      activation: "linear",
      weights: Float32Array.of(2, -4),
      biases: Float32Array.of(1),
    },
  ],
  logDeviations: Float32Array.of(Math.log(0.5)),
};

describe("conditional decoder", () => {
  it("is a tanh layer and a linear one over latent and condition, in that order", () => {
    const expected = 1 + 2 * Math.tanh(0.3 - 0.7) - 4 * Math.tanh(0.15 + 1.4 + 0.25);
    expect(decodeMean(small, [0.3], [0.7])[0]).toBeCloseTo(expected, 14);
  });

  it("draws with the deviation that it learned", () => {
    const wide: ConditionalDecoder = {
      ...small,
      layers: small.layers.map((layer) => ({ ...layer, weights: layer.weights.map(() => 0) })),
    };
    const random = keyedRandom("draws");
    const draws = Array.from({ length: 20_000 }, () => sampleDecoder(wide, [0], random)[0]! - 1);
    expect(Math.sqrt(draws.reduce((sum, x) => sum + x * x, 0) / draws.length)).toBeCloseTo(0.5, 1);
  });

  it.each([
    ["a missing weight", { ...small.layers[0]!, weights: Float32Array.of(1) }, "SHAPE_MISMATCH"],
    ["a layer that does not fit the one before", { ...small.layers[0]!, inputs: 3 }, "SHAPE_MISMATCH"],
    [
      "a weight that is not finite",
      { ...small.layers[0]!, biases: Float32Array.of(0, NaN) },
      "VALUE_NOT_FINITE",
    ],
  ])("refuses %s", (_what, layer, code) => {
    expect(() => checkDecoder({ ...small, layers: [layer, small.layers[1]!] })).toThrow(
      expect.objectContaining({ code }),
    );
    expect(() => checkDecoder(small)).not.toThrow();
  });
});
