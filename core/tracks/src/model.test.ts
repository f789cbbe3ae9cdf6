import { describe, expect, it } from "vitest";
import { assembleTrackModel } from "./assemble-model.js";
import { conditionOf, conditioningFeaturesOf } from "./condition.js";
import { generateTrack } from "./generate.js";
import { parseTrackModel, serializeTrackModel } from "./model.js";
import { modelWithoutLastFeature } from "./testing/older-model.js";
import { randomCatalogue, untrainedDecoder } from "./testing/tracks.js";
import { prepareTrainingSet } from "./training-set.js";

const catalogue = randomCatalogue(300, "model");
const set = prepareTrainingSet(catalogue);
const randomDecoder = (seed: string) => untrainedDecoder(set, seed);

const model = assembleTrackModel(set, randomDecoder("weights"), { activeUnits: 4 });
const conditions = catalogue.slice(0, 40).map(({ context: [a, b] }) => {
  const { clusters } = model.conditions;
  return conditionOf(
    model.conditions,
    conditioningFeaturesOf(clusters, a),
    conditioningFeaturesOf(clusters, b),
  );
});
const request = (sample: number) => ({
  pairKey: `pair-${sample % 7}`,
  sample,
  condition: conditions[sample]!,
});

describe("track model", () => {
  it("generates the same track for the same request, whatever was asked before", () => {
    const forwards = conditions.map((_, i) => generateTrack(model, request(i)));
    const backwards = conditions.map((_, i) => generateTrack(model, request(39 - i))).reverse();
    expect(backwards).toEqual(forwards);
    expect(new Set(forwards.map(({ vector }) => String(vector))).size).toBe(40);
  });

  it("depends on pair, sample number and model id", () => {
    const base = generateTrack(model, request(0));
    const other = { ...request(0), pairKey: "other" };
    expect(generateTrack(model, other)).not.toEqual(base);
    expect(generateTrack(model, { ...request(0), sample: 1 })).not.toEqual(base);
    expect(generateTrack({ ...model, id: "tracks-other" }, request(0))).not.toEqual(base);
  });

  it("generates valid vectors, with the catalogue's marginals even from an untrained decoder", () => {
    for (let i = 0; i < 40; i++) expect(generateTrack(model, request(i)).checks).toEqual([]);
    expect(model.metrics["failedChecksShare"]).toBe(0);
    expect(model.metrics["ksComplementMean"]).toBeGreaterThan(0.85);
    expect(model.metrics["activeUnits"]).toBe(4);
  });

  it("survives being written and read, bit for bit", () => {
    const text = serializeTrackModel(model);
    const back = parseTrackModel(text);
    expect(back).toEqual(model);
    expect(serializeTrackModel(back)).toBe(text);
    expect(generateTrack(back, request(3))).toEqual(generateTrack(model, request(3)));
  });

  it("is named by its content", () => {
    expect(assembleTrackModel(set, randomDecoder("weights"), {}).id).toBe(model.id);
    expect(assembleTrackModel(set, randomDecoder("other weights"), {}).id).not.toBe(model.id);
  });

  it("is refused if it is of another format, of other features, changed, or no JSON", () => {
    const text = serializeTrackModel(model);
    const refused = (bad: string, code: string) =>
      expect(() => parseTrackModel(bad)).toThrow(expect.objectContaining({ code }));
    refused(text.replace("interlude-track-model-1", "interlude-track-model-9"), "MODEL_FORMAT_UNKNOWN");
    refused(text.replace('"latent":4', '"latent":5'), "MODEL_CORRUPT");
    refused(text.slice(0, 500), "MODEL_CORRUPT");
    refused("{}", "MODEL_FORMAT_UNKNOWN");
    refused(modelWithoutLastFeature(text).text, "MODEL_FEATURES_UNKNOWN");
  });

  it("is not made from a decoder that diverged", () => {
    const diverged = randomDecoder("weights");
    diverged.logDeviations[0] = NaN;
    expect(() => assembleTrackModel(set, diverged, {})).toThrow(
      expect.objectContaining({ code: "VALUE_NOT_FINITE" }),
    );
  });
});
