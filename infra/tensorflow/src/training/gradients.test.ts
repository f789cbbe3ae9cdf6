import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { keyedRandom } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { loadTensorFlow } from "../tensorflow.js";
import { gradientsOf } from "./gradients.js";
import { ParameterLayout } from "./parameters.js";
import { TRIANGLE_SCALE, triangleOf } from "./triangle.js";

const { tf } = await loadTensorFlow(["cpu"]);
const [ROWS, FEATURES, LATENT, HIDDEN, CONDITION] = [6, 4, 2, 5, 3];
const KL_WEIGHT = 0.7;

function randomRows(columns: number, seed: string): Tensor2D {
  const random = keyedRandom(seed);
  return tf.tensor2d(
    Float32Array.from({ length: ROWS * columns }, () => random.normal()),
    [ROWS, columns],
  );
}

/** The loss written down anew, row by row of A, for the automatic tape to differentiate. */
function taped(inputs: {
  x: Tensor2D;
  c: Tensor2D;
  observed: Tensor2D | null;
  noise: Tensor2D;
  masks: readonly [Tensor2D, Tensor2D];
  freeBits: number;
  full: boolean;
}): (vector: Tensor1D) => Tensor1D {
  const { x, c, observed, noise, masks, freeBits, full } = inputs;
  const silu = (a: Tensor2D): Tensor2D => tf.mul(a, tf.sigmoid(a));
  const columns = (a: Tensor2D, from: number, size: number): Tensor2D => tf.slice(a, [0, from], [-1, size]);
  return (vector) => {
    let offset = 0;
    const layer = (input: Tensor2D, outputs: number): Tensor2D => {
      const width = input.shape[1];
      const weights = tf.slice(vector, offset, width * outputs).reshape([width, outputs]) as Tensor2D;
      const biases = tf.slice(vector, offset + width * outputs, outputs);
      offset += (width + 1) * outputs;
      return tf.add(tf.matMul(input, weights), biases);
    };
    const input = tf.concat(observed === null ? [x, c] : [x, observed, c], 1);
    const q = layer(silu(layer(silu(layer(input, HIDDEN)), HIDDEN)), 2 * LATENT);
    const p = layer(silu(layer(c, 4)), 2 * LATENT);
    const [qm, ql, pm, pl] = [
      columns(q, 0, LATENT),
      columns(q, LATENT, LATENT),
      columns(p, 0, LATENT),
      columns(p, LATENT, LATENT),
    ];
    const z = tf.add(qm, tf.mul(tf.exp(tf.mul(ql, 0.5)), noise)) as Tensor2D;
    const first = tf.mul(silu(layer(tf.concat([z, c], 1), HIDDEN)), masks[0]) as Tensor2D;
    const second = tf.mul(silu(layer(first, HIDDEN)), masks[1]) as Tensor2D;
    const output = layer(second, 2 * FEATURES + (full ? 6 : 0));
    const scale = tf.clipByValue(columns(output, FEATURES, FEATURES), -2.5, 2);
    const weigh = (a: Tensor2D): Tensor2D => (observed === null ? a : tf.mul(a, observed));
    const d = weigh(tf.sub(x, columns(output, 0, FEATURES)));
    const rows = Array.from({ length: FEATURES }, (_, i) => {
      let e = columns(d, i, 1);
      for (let j = 0; j < (full ? i : 0); j++) {
        const a = columns(output, 2 * FEATURES + (i * (i - 1)) / 2 + j, 1);
        e = tf.add(e, tf.mul(tf.mul(a, TRIANGLE_SCALE), columns(d, j, 1)));
      }
      return e;
    });
    const residual = tf.mul(tf.concat(rows, 1), tf.exp(tf.neg(scale))) as Tensor2D;
    const density = tf.add(
      tf.add(tf.mul(tf.square(residual), 0.5), scale),
      0.5 * Math.log(2 * Math.PI),
    ) as Tensor2D;
    const kl = tf.mul(
      tf.sub(tf.add(tf.sub(pl, ql), tf.div(tf.add(tf.exp(ql), tf.square(tf.sub(qm, pm))), tf.exp(pl))), 1),
      0.5,
    );
    const charged = tf.sum(tf.maximum(tf.mean(kl, 0), freeBits));
    const loss = tf.add(tf.mean(tf.sum(weigh(density), 1)), tf.mul(charged, KL_WEIGHT));
    return loss.reshape([1]) as Tensor1D;
  };
}

describe("gradientsOf", () => {
  it.each([
    { covariance: "full", missing: false, freeBits: 0 },
    { covariance: "full", missing: true, freeBits: 0.3 },
    { covariance: "diagonal", missing: true, freeBits: 0 },
  ] as const)("gives what the automatic tape gives: %o", ({ covariance, missing, freeBits }) => {
    const layout = new ParameterLayout({
      features: FEATURES,
      condition: CONDITION,
      latent: LATENT,
      hidden: HIDDEN,
      priorHidden: 4,
      covariance,
      masked: missing,
    });
    const random = keyedRandom("weights");
    const observed = missing
      ? tf.tensor2d(
          Float32Array.from({ length: ROWS * FEATURES }, () => (random.uniform() < 0.3 ? 0 : 1)),
          [ROWS, FEATURES],
        )
      : null;
    const x = randomRows(FEATURES, "x");
    const batch = {
      x: observed === null ? x : (tf.mul(x, observed) as Tensor2D),
      observed,
      c: randomRows(CONDITION, "c"),
    };
    const noise = randomRows(LATENT, "noise");
    const masks = [
      randomRows(HIDDEN, "mask 1").abs() as Tensor2D,
      randomRows(HIDDEN, "mask 2").abs() as Tensor2D,
    ] as const;
    const initial = layout.initial(random).map((value) => value + 0.1 * random.normal());
    const biases = initial.length - (2 + (covariance === "full" ? 1.5 : 0)) * FEATURES;
    initial[biases + FEATURES] = -3; // the log-scale of a feature is clipped
    const vector = tf.tensor1d(initial);
    const loss = taped({ ...batch, noise, masks, freeBits, full: covariance === "full" });
    const expected = tf
      .grad(loss as never)(vector)
      .dataSync();
    const { gradients, sums } = gradientsOf(
      tf,
      layout.layers(tf, vector),
      covariance === "full" ? triangleOf(tf, FEATURES) : null,
      { batch, noise, masks, klWeight: KL_WEIGHT, freeBits },
    );
    const actual = layout.vector(tf, gradients).dataSync();
    expect(actual).toHaveLength(expected.length);
    let largest = 0;
    for (let i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i]! - expected[i]!) / (1 + Math.abs(expected[i]!)));
    }
    expect(largest).toBeLessThan(2e-4);
    const charged = Array.from(sums.klByDimension.dataSync(), (sum) => Math.max(sum / ROWS, freeBits));
    const total =
      sums.reconstruction.dataSync()[0]! / ROWS + KL_WEIGHT * charged.reduce((sum, kl) => sum + kl, 0);
    expect(total).toBeCloseTo(loss(vector).dataSync()[0]!, 3);
  });
});
