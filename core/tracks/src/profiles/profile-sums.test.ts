import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { randomTrack } from "../testing/tracks.js";
import type { CatalogueFeatures } from "./catalogue-features.js";
import { NO_TRACKS, addSums, meansOf, sumsOfTrack } from "./profile-sums.js";

/** A track, some of whose features are not known. */
function trackOf(seed: number, hasModels: boolean, hasTempo: boolean): CatalogueFeatures {
  const random = keyedRandom(`track ${seed}`);
  const { timbre, gender } = randomTrack(random);
  return {
    probabilities: hasModels ? { timbre: timbre!, gender: gender! } : { timbre: timbre! },
    bpm: hasTempo ? 60 + 90 * random.uniform() : null,
    key: null,
    scale: random.uniform() < 0.5 ? "minor" : "major",
    averageLoudness: random.uniform(),
    onsetRate: null,
    dynamicComplexity: hasTempo ? 8 * random.uniform() : null,
  };
}

const tracks = fc
  .tuple(fc.nat(), fc.boolean(), fc.boolean())
  .map(([seed, hasModels, hasTempo]) => trackOf(seed, hasModels, hasTempo));

describe("the sums of an artist's tracks", () => {
  it("are those of the tracks that are left, bit for bit, whatever came and went and in which order", () => {
    fc.assert(
      fc.property(fc.array(tracks), fc.array(tracks), (left, gone) => {
        const all = [...left, ...gone].map(sumsOfTrack);
        let sums = [...all].reverse().reduce((total, one) => addSums(total, one), NO_TRACKS);
        for (const track of gone) sums = addSums(sums, sumsOfTrack(track), -1);
        expect(sums).toEqual(left.map(sumsOfTrack).reduce((total, one) => addSums(total, one), NO_TRACKS));
      }),
    );
  });

  it("give means over the tracks that have a feature, and null where none has", () => {
    const sums = [trackOf(1, true, true), trackOf(2, false, true), trackOf(3, false, false)].map(sumsOfTrack);
    const means = meansOf(sums.reduce((total, one) => addSums(total, one)));
    const [one, two] = [trackOf(1, true, true), trackOf(2, false, true)];
    expect(means.bpm).toBeCloseTo((one.bpm! + two.bpm!) / 2, 3);
    expect(means.onsetRate).toBeNull();
    expect(means.probabilities["gender"]!["female"]).toBeCloseTo(one.probabilities["gender"]!["female"]!, 5);
    const { bright, dark } = means.probabilities["timbre"]!;
    expect(bright! + dark!).toBeCloseTo(1, 9);
    expect(meansOf(NO_TRACKS)).toEqual({
      probabilities: {},
      bpm: null,
      averageLoudness: null,
      onsetRate: null,
      majorShare: null,
      dynamicComplexity: null,
    });
  });
});
