import { decodeMean, keyedRandom } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { ConditionalVae } from "./conditional-vae.js";
import { loadTensorFlow } from "@interlude/infra-tensorflow";

const SHAPE = { features: 3, condition: 2, hidden: 5, latent: 2 };
const { tf } = await loadTensorFlow(["cpu"]);

function randomRows(rows: number, columns: number, seed: string) {
  const random = keyedRandom(seed);
  return tf.tensor2d(Float32Array.from({ length: rows * columns }, random.normal), [rows, columns]);
}

describe("ConditionalVae", () => {
  it("has the reconstruction loss of its exported decoder, computed by hand", () => {
    const vae = new ConditionalVae(tf, SHAPE, keyedRandom("vae"));
    const x = randomRows(4, 3, "x");
    const c = randomRows(4, 2, "c");
    const noise = randomRows(4, 2, "noise");
    const { mean, logVariance } = vae.encode(x, c);
    const { reconstruction } = vae.loss(x, c, noise, { beta: 1, freeBits: 0 });
    const rows = (tensor: typeof x) => tensor.arraySync();
    const decoder = vae.exportDecoder();
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      const z = [0, 1].map(
        (j) => rows(mean)[i]![j]! + Math.exp(rows(logVariance)[i]![j]! / 2) * rows(noise)[i]![j]!,
      );
      const decoded = decodeMean(decoder, z, rows(c)[i]!);
      for (let f = 0; f < 3; f++) {
        const logDeviation = decoder.logDeviations[f]!;
        const deviations = (rows(x)[i]![f]! - decoded[f]!) / Math.exp(logDeviation);
        sum += deviations ** 2 / 2 + logDeviation + Math.log(2 * Math.PI) / 2;
      }
    }
    expect(reconstruction.dataSync()[0]).toBeCloseTo(sum / 4, 4);
  });

  it("charges no less than the free bits of each dimension, and nothing at β = 0", () => {
    const vae = new ConditionalVae(tf, SHAPE, keyedRandom("vae"));
    const [x, c, noise] = [randomRows(4, 3, "x"), randomRows(4, 2, "c"), randomRows(4, 2, "noise")] as const;
    const charged = (beta: number, freeBits: number) => {
      const { total, reconstruction } = vae.loss(x, c, noise, { beta, freeBits });
      return total.dataSync()[0]! - reconstruction.dataSync()[0]!;
    };
    const kl = vae.loss(x, c, noise, { beta: 1, freeBits: 0 }).kl.dataSync()[0]!;
    expect(charged(1, 0)).toBeCloseTo(kl, 4);
    expect(charged(0.5, 100)).toBeCloseTo(100, 4);
    expect(charged(0, 100)).toBeCloseTo(0, 6);
  });

  it("makes its variables equal to changed values, and leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    const vae = new ConditionalVae(tf, SHAPE, keyedRandom("vae"));
    for (const values of vae.values()) values.fill(0.5);
    vae.synchronise();
    for (const variable of vae.variables()) expect(new Set(variable.dataSync())).toEqual(new Set([0.5]));
    vae.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
