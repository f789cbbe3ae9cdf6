import { type Matrix, columnOf, rowOf, takeRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import type { ConditionRow } from "../conditions/conditions.js";
import { type ConditionalNetwork, type NetworkTrainingData, decoderOutputs } from "../network/index.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import { syntheticTable } from "../testing/synthetic-table.js";
import { generateRows } from "./generate-rows.js";
import type { TrackGenerator } from "./generator.js";
import { parseGenerator, serializeGenerator } from "./serialize-generator.js";
import { splitByKey, trainGenerator } from "./train-generator.js";

const made = syntheticTable(400, "generator");
const split = splitByKey(made.artists, 0.1, "test");

/** A network with arbitrary weights, as if trained: what is tested here is what is made of one. */
function untrained({ scores, conditions }: NetworkTrainingData, bias = 0) {
  const random = keyedRandom("weights");
  const features = scores[0]!.columns;
  const layer = (inputs: number, outputs: number) => ({
    inputs,
    outputs,
    activation: "linear" as const,
    weights: Float32Array.from({ length: inputs * outputs }, () => 0.3 * random.normal()),
    biases: new Float32Array(outputs).fill(bias),
  });
  const latent = 3;
  const network: ConditionalNetwork = {
    latent,
    condition: conditions.columns,
    features,
    covariance: "full",
    decoder: [layer(latent + conditions.columns, decoderOutputs(features, "full"))],
    prior: [layer(conditions.columns, 2 * latent)],
  };
  const { rows } = conditions;
  const mean = {
    ...zeros(rows, latent),
    values: Float64Array.from({ length: rows * latent }, () => random.normal()),
  };
  return Promise.resolve({ network, posterior: { mean, logVariance: zeros(rows, latent) }, passes: 7 });
}

const trained = await trainGenerator(untrained, made, split, "seed");
const generators: [string, TrackGenerator][] = [
  ["vae", trained.generator],
  ["copula", trained.copula],
];
const keys = made.conditions.map((_, row) => `row ${row}`);
const bytesOf = (matrix: Matrix) => [...matrix.values];

describe.each(generators)("a generator of kind %s", (kind, generator) => {
  const rows = generateRows(generator, made.conditions, keys);

  it("stays within the bounds of its space and leaves nothing out", () => {
    expect(generator.kind).toBe(kind);
    for (const [column, { lower, upper }] of made.space.columns.entries()) {
      expect(columnOf(rows, column).filter((value) => !(value >= lower && value <= upper))).toHaveLength(0);
    }
  });

  it("draws a row by its key and conditions alone, whatever the batch", () => {
    const order = shuffledIndices(keys.length, keyedRandom("order")).subarray(0, 50);
    const some = generateRows(
      generator,
      Array.from(order, (row) => made.conditions[row]!),
      Array.from(order, (row) => keys[row]!),
    );
    expect(bytesOf(some)).toEqual(bytesOf(takeRows(rows, order)));
    const one = generateRows(generator, [made.conditions[7]!], [keys[7]!]);
    expect([...rowOf(one, 0)]).toEqual([...rowOf(rows, 7)]);
    expect(bytesOf(generateRows(generator, [made.conditions[7]!], ["another"]))).not.toEqual(bytesOf(one));
  });

  it("draws for conditions that training never saw and for unknown ones", () => {
    const strange: ConditionRow[] = [
      ["gamelan", 1e9, -5],
      [null, null, null],
    ];
    const drawn = generateRows(generator, strange, ["a", "b"]);
    expect(drawn.values.every((value) => Number.isFinite(value))).toBe(true);
  });

  it("has the marginals of the training rows", () => {
    const loudness = made.space.columns.findIndex(({ name }) => name === "loudness");
    const quartiles = (matrix: Matrix) => {
      const sorted = columnOf(matrix, loudness).sort();
      return [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * sorted.length)]!);
    };
    const expected = quartiles(made.table);
    for (const [at, value] of quartiles(rows).entries())
      expect(Math.abs(value - expected[at]!)).toBeLessThan(0.04);
  });

  it("survives its bytes, and is refused when they are not its own", () => {
    const bytes = serializeGenerator(generator);
    const back = parseGenerator(bytes, made.space);
    expect(back.id).toBe(generator.id);
    expect(bytesOf(generateRows(back, made.conditions, keys))).toEqual(bytesOf(rows));
    const refused = (given: Uint8Array, code: string, space = made.space) =>
      expect(() => parseGenerator(given, space)).toThrow(expect.objectContaining({ code }));
    for (const at of [100, bytes.length >> 1, bytes.length - 1]) {
      const corrupt = Uint8Array.from(bytes);
      corrupt[at]! ^= 1;
      refused(corrupt, "MODEL_CORRUPT");
    }
    refused(bytes.slice(0, -1), "MODEL_CORRUPT");
    refused(new Uint8Array(), "MODEL_FORMAT_UNKNOWN");
    refused(Buffer.from("{}"), "MODEL_FORMAT_UNKNOWN");
    refused(bytes, "MODEL_FEATURES_UNKNOWN", { ...made.space, version: "2" });
  });
});

describe("trainGenerator", () => {
  it("is reproducible, and another network or seed is another generator", async () => {
    const again = await trainGenerator(untrained, made, split, "seed");
    expect(again.generator.id).toBe(trained.generator.id);
    const other = await trainGenerator((data) => untrained(data, 0.1), made, split, "seed");
    expect(other.generator.id).not.toBe(trained.generator.id);
    expect(again.trained.passes).toBe(7);
  });

  it("never has a key on both sides, and says when rows are too few", async () => {
    const sides = new Map<string, string>();
    for (const side of ["training", "held"] as const)
      for (const row of split[side])
        sides.set(made.artists[row]!, `${sides.get(made.artists[row]!) ?? ""}${side}`);
    for (const side of sides.values())
      expect(["training", "held"]).toContain(side.replace(/(training|held)\1+/, "$1"));
    expect(split.held.length).toBeGreaterThan(10);
    await expect(
      trainGenerator(untrained, made, { training: [0, 1, 2], held: [] }, "seed"),
    ).rejects.toMatchObject({ code: "TRACKS_TOO_FEW" });
  });
});
