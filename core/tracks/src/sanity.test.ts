import { describe, expect, it } from "vitest";
import { fitFeatureSpace, trackVectorFromClassProbabilities } from "./feature-space.js";
import { keyedRandom } from "./random.js";
import { failedChecks } from "./sanity.js";
import { randomTrack } from "./testing/tracks.js";

const random = keyedRandom("sanity");
const tracks = Array.from({ length: 60 }, () => randomTrack(random));
const space = fitFeatureSpace(tracks);
const valid = trackVectorFromClassProbabilities(space, tracks[0]!);
const at = (name: string) => space.features.findIndex((feature) => feature.name === name);
const withValue = (name: string, value: number) => valid.map((each, i) => (i === at(name) ? value : each));

describe("failedChecks", () => {
  it.each([
    ["a probability over 1", withValue("happy", 1.01), ["out-of-bounds:happy"]],
    ["a probability under 0", withValue("sad", -1e-9), ["out-of-bounds:sad"]],
    ["a component beyond the catalogue", withValue("genre_2", 99), ["out-of-bounds:genre_2"]],
    ["NaN", withValue("party", NaN), ["not-finite:party"]],
    ["infinity", withValue("genre_1", Infinity), ["not-finite:genre_1"]],
    ["moods that do not sum to 1", withValue("fiery", 0), ["moods-do-not-sum-to-1"]],
    ["a NaN mood", withValue("fiery", NaN), ["not-finite:fiery", "moods-do-not-sum-to-1"]],
    ["a vector that is too short", valid.slice(1), ["length"]],
    ["nothing in a valid vector", valid, []],
  ])("finds %s", (_what, vector, expected) => {
    expect(failedChecks(space, vector)).toEqual(expected);
  });
});
