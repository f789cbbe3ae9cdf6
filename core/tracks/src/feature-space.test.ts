import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  blockOf,
  checkClassProbabilities,
  missingModels,
  type ClassProbabilities,
} from "./acoustic-models.js";
import {
  COORDINATES_LENGTH,
  VECTOR_LENGTH,
  coordinatesToVector,
  fitFeatureSpace,
  nameTrackVector,
  trackVectorFromClassProbabilities,
  vectorToCoordinates,
} from "./feature-space.js";
import { keyedRandom } from "./random.js";
import { failedChecks } from "./sanity.js";
import { randomTrack } from "./testing/tracks.js";

const random = keyedRandom("feature space");
const tracks = Array.from({ length: 300 }, () => randomTrack(random));
const space = fitFeatureSpace(tracks);
const changed = (model: string, classes: Record<string, number>): ClassProbabilities => ({
  ...tracks[0]!,
  [model]: classes,
});

describe("track vectors", () => {
  it("have the features that the space names, each within its bounds", () => {
    expect(space.features).toHaveLength(VECTOR_LENGTH);
    expect(new Set(space.features.map(({ name }) => name)).size).toBe(VECTOR_LENGTH);
    for (const track of tracks) {
      expect(failedChecks(space, trackVectorFromClassProbabilities(space, track))).toEqual([]);
    }
  });

  it("hold the probability of the class that the feature is named after", () => {
    const track = changed("timbre", { bright: 0.8, dark: 0.2 });
    const named = nameTrackVector(trackVectorFromClassProbabilities(space, track));
    expect(named.descriptors["bright"]).toBeCloseTo(0.8, 12);
    expect(named.descriptors["tonal"]).toBeCloseTo(tracks[0]!["tonal_atonal"]!["tonal"]!, 12);
    expect(Object.values(named.moods).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(named.genreComponents).toHaveLength(6);
  });

  it("survive the way to coordinates and back", () => {
    for (const track of tracks) {
      const vector = trackVectorFromClassProbabilities(space, track);
      const coordinates = vectorToCoordinates(vector);
      expect(coordinates).toHaveLength(COORDINATES_LENGTH);
      const back = coordinatesToVector(coordinates);
      for (const [i, value] of vector.entries()) expect(back[i]).toBeCloseTo(value, 9);
    }
  });

  it("do not depend on the order of the catalogue beyond rounding", () => {
    const reversed = fitFeatureSpace([...tracks].reverse());
    const there = trackVectorFromClassProbabilities(space, tracks[7]!);
    const here = trackVectorFromClassProbabilities(reversed, tracks[7]!);
    for (const [i, value] of there.entries()) expect(here[i]).toBeCloseTo(value, 9);
  });

  it("accept float32 noise in sums, and refuse what is no probability", () => {
    expect(blockOf(changed("timbre", { bright: 0.7000001, dark: 0.3 }), "timbre")[0]).toBeCloseTo(0.7, 6);
    for (const bad of [
      { bright: 0.9, dark: 0.9 },
      { bright: -0.1, dark: 1.1 },
      { bright: NaN, dark: 1 },
    ]) {
      expect(() => trackVectorFromClassProbabilities(space, changed("timbre", bad))).toThrow(
        expect.objectContaining({ code: "TRACK_PROBABILITY_INVALID" }),
      );
    }
  });

  it("name the models that a track lacks", () => {
    const incomplete = changed("timbre", { bright: 1 });
    expect(missingModels(incomplete)).toEqual(["timbre"]);
    expect(missingModels(tracks[0]!)).toEqual([]);
    expect(() => checkClassProbabilities(incomplete)).not.toThrow();
    expect(() => checkClassProbabilities(changed("timbre", { bright: 1, dark: 1 }))).toThrow(
      expect.objectContaining({ code: "TRACK_PROBABILITY_INVALID" }),
    );
    expect(() => trackVectorFromClassProbabilities(space, incomplete)).toThrow(
      expect.objectContaining({ code: "TRACK_CLASSES_MISSING" }),
    );
  });
});

const shared = process.env["INTERLUDE_SHARED_DATA"] ?? join(process.cwd(), "..", "shared", "data");
const documents = ["0dad432b-16cc-4bf0-8961-fd31d124b01b-0.json", "example-with-version.json"].map((name) =>
  join(shared, "acousticbrainz", name),
);

describe.skipIf(!documents.every((path) => existsSync(path)))(
  "documents of AcousticBrainz (needs shared data: acousticbrainz)",
  () => {
    it.each(documents)("%s is complete and has a valid vector", (path) => {
      const { highlevel } = JSON.parse(readFileSync(path, "utf8")) as {
        highlevel: Record<string, { all: Record<string, number> }>;
      };
      const track = Object.fromEntries(Object.entries(highlevel).map(([model, { all }]) => [model, all]));
      expect(missingModels(track)).toEqual([]);
      const vector = trackVectorFromClassProbabilities(fitFeatureSpace([track, ...tracks]), track);
      expect(nameTrackVector(vector).descriptors["danceability"]).toBeCloseTo(
        track["danceability"]!["danceable"]!,
        6,
      );
    });
  },
);
