import fc from "fast-check";
import { expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import type { DenseLayer } from "./network.js";
import { BLOCK_ROWS, LayerRunner } from "./run-layers.js";
import { runPlainLayers } from "./testing/plain-layers.js";

it("gives what plain float32 arithmetic gives, bit for bit", () => {
  const width = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      fc.array(width, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 1, max: BLOCK_ROWS }),
      fc.constantFrom(0.1, 1, 30),
      fc.string(),
      (widths, rows, spread, seed) => {
        const random = keyedRandom(seed);
        const numbers = (length: number) => Float32Array.from({ length }, () => spread * random.normal());
        const layers = widths.slice(1).map((outputs, i): DenseLayer => ({
          inputs: widths[i]!,
          outputs,
          activation: i % 2 === 0 ? "silu" : "linear",
          weights: numbers(widths[i]! * outputs),
          biases: numbers(outputs),
        }));
        const input = numbers(rows * widths[0]!);
        const runner = new LayerRunner(layers);
        runner.run(BLOCK_ROWS, (earlier) => earlier.fill(1e30)); // leaves its traces in memory
        const { values, stride } = runner.run(rows, (target) => target.set(input));
        const expected = runPlainLayers(layers, input, rows);
        const outputs = widths.at(-1)!;
        for (let row = 0; row < rows; row++) {
          expect(values.slice(row * stride, row * stride + outputs)).toEqual(
            expected.slice(row * outputs, (row + 1) * outputs),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

it("gives the biases of a layer without inputs", () => {
  const biases = Float32Array.of(1, -2, 3);
  const runner = new LayerRunner([
    { inputs: 0, outputs: 3, activation: "linear", weights: new Float32Array(), biases },
  ]);
  const { values, stride } = runner.run(2, () => {});
  expect(values.slice(stride, stride + 3)).toEqual(biases);
});
