import { describe, expect, it } from "vitest";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";
import { NO_TRACKS, type ProfileSums, addSums, sumsOfTrack } from "../profiles/profile-sums.js";
import { keyedRandom } from "../random.js";
import { randomTrack } from "../testing/tracks.js";
import { type ArtistStanding, hasMoved } from "./artist-movement.js";

function trackOf(seed: string, fields: Partial<CatalogueFeatures> = {}): CatalogueFeatures {
  const probabilities = randomTrack(keyedRandom(seed));
  const measured = {
    bpm: 120,
    key: 0,
    scale: "major",
    averageLoudness: 0.5,
    onsetRate: 3,
    dynamicComplexity: 4,
  };
  return { probabilities, ...measured, ...fields };
}

const withTrack = (tracks: ProfileSums, track: CatalogueFeatures) => addSums(tracks, sumsOfTrack(track));

const TRACKS = Array.from({ length: 20 }, () => trackOf("same")).reduce(
  (tracks, track) => withTrack(tracks, track),
  NO_TRACKS,
);
const BEFORE: ArtistStanding = {
  embedding: [1, 0],
  degree: 20,
  popularity: 50,
  tracks: TRACKS,
  latestYear: 1964,
};

describe("hasMoved", () => {
  it.each<[string, Partial<ArtistStanding>]>([
    ["nothing", {}],
    ["one more collaborator of twenty", { degree: 21 }],
    ["a little popularity", { popularity: 54 }],
    ["a year of the same decade", { latestYear: 1969 }],
    ["a small turn of the embedding", { embedding: [Math.cos(0.05), Math.sin(0.05)] }],
    ["one more track like twenty others", { tracks: withTrack(TRACKS, trackOf("same")) }],
  ])("stays where %s changed", (_what, change) => {
    expect(hasMoved(BEFORE, { ...BEFORE, ...change })).toBe(false);
  });

  it.each<[string, Partial<ArtistStanding>]>([
    ["half of the collaborators left", { degree: 10 }],
    ["it became popular", { popularity: 60 }],
    ["its popularity is not known any more", { popularity: null }],
    ["a new decade began", { latestYear: 1970 }],
    ["its embedding turned", { embedding: [Math.cos(0.2), Math.sin(0.2)] }],
    ["it has no embedding any more", { embedding: [] }],
    ["its tracks went", { tracks: NO_TRACKS }],
    [
      "its tracks became faster",
      {
        tracks: Array.from({ length: 8 }, () => trackOf("same", { bpm: 150 })).reduce(
          (tracks, track) => withTrack(tracks, track),
          TRACKS,
        ),
      },
    ],
  ])("has moved where %s", (_what, change) => {
    expect(hasMoved(BEFORE, { ...BEFORE, ...change })).toBe(true);
    expect(hasMoved({ ...BEFORE, ...change }, BEFORE)).toBe(true);
  });
});
