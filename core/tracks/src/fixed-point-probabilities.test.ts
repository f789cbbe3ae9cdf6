import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACOUSTIC_MODELS, type AcousticModel } from "./acoustic-models.js";
import {
  ACOUSTIC_CLASSES,
  MILLION,
  toPartsPerMillion,
  fromPartsPerMillion,
} from "./fixed-point-probabilities.js";

const models = Object.keys(ACOUSTIC_MODELS) as AcousticModel[];

const track = fc
  .tuple(
    fc.subarray(models),
    fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
  )
  .map(([chosen, weights]) =>
    Object.fromEntries(
      chosen.map((model) => {
        const names = ACOUSTIC_MODELS[model];
        const total = names.reduce((sum, _, at) => sum + weights[at]!, 0);
        return [model, Object.fromEntries(names.map((name, at) => [name, weights[at]! / total]))];
      }),
    ),
  );

describe("parts per million", () => {
  it("has 71 classes of 18 models", () => {
    expect(ACOUSTIC_CLASSES).toHaveLength(71);
    expect(new Set(ACOUSTIC_CLASSES.map(({ model }) => model)).size).toBe(18);
  });

  it("sum to a million in every model, and give back each probability to a millionth", () => {
    fc.assert(
      fc.property(track, (given) => {
        const ppm = toPartsPerMillion(given);
        const back = fromPartsPerMillion(ppm);
        expect(Object.keys(back).toSorted()).toEqual(Object.keys(given).toSorted());
        for (const [model, classes] of Object.entries(back)) {
          const sum = Object.values(classes).reduce((total, value) => total + Math.round(value * MILLION), 0);
          expect(sum).toBe(MILLION);
          for (const [name, value] of Object.entries(classes)) {
            expect(Math.abs(value - given[model]![name]!)).toBeLessThan(1.000001e-6);
          }
        }
      }),
    );
  });

  it("are the same for what they give back", () => {
    fc.assert(
      fc.property(track, (given) => {
        const ppm = toPartsPerMillion(given);
        expect(toPartsPerMillion(fromPartsPerMillion(ppm))).toEqual(ppm);
      }),
    );
  });

  it.each([
    [{ timbres: { bright: 1 } }, "TRACK_CLASS_UNKNOWN"],
    [JSON.parse('{"__proto__": {"bright": 1}}'), "TRACK_CLASS_UNKNOWN"],
    [{ timbre: { bright: 0.5, dark: 0.5, dim: 0 } }, "TRACK_CLASS_UNKNOWN"],
    [{ timbre: { bright: 1 } }, "TRACK_CLASSES_MISSING"],
    [{ timbre: {} }, "TRACK_CLASSES_MISSING"],
    [{ timbre: { bright: 0.2, dark: 0.2 } }, "TRACK_PROBABILITY_INVALID"],
    [{ timbre: { bright: Number.NaN, dark: 1 } }, "TRACK_PROBABILITY_INVALID"],
  ])("refuse %j", (given, code) => {
    expect(() => toPartsPerMillion(given)).toThrow(expect.objectContaining({ code }));
  });
});
