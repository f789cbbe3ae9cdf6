import { describe, expect, it } from "vitest";
import { sampleTracks, sameTrack } from "./sample-tracks.js";
import { failedChecks } from "./sanity.js";
import { untrainedModel } from "./testing/tracks.js";

const model = untrainedModel("sampled");
const a = { cluster: 0, degree: 3, popularity: 20 };
const b = { cluster: 1, degree: 8, popularity: null };

describe("sampleTracks", () => {
  it("samples two valid tracks of six decimals, whichever artist is named first", () => {
    const tracks = sampleTracks(model, "a:b", a, b);
    expect(tracks.map(({ sample }) => sample)).toEqual([0, 1]);
    expect(sampleTracks(model, "a:b", b, a)).toEqual(tracks);
    expect(sameTrack(tracks[0]!, { ...tracks[1]!, sample: 0 })).toBe(false);
    for (const { vector, checks } of tracks) {
      expect(checks).toEqual([]);
      expect(failedChecks(model.space, vector).filter((check) => !check.includes("genre"))).toEqual([]);
      for (const value of vector) expect(Number(value.toFixed(6))).toBe(value);
    }
  });

  it("samples others for another pair, and the same for the same", () => {
    const tracks = sampleTracks(model, "a:b", a, b);
    const [again] = sampleTracks(model, "a:b", { ...a }, b);
    const [other] = sampleTracks(model, "a:c", a, b);
    expect(sameTrack(again!, tracks[0]!)).toBe(true);
    expect(sameTrack(other!, tracks[0]!)).toBe(false);
  });

  it("follows what tracks depend on, and nothing finer", () => {
    const [track] = sampleTracks(model, "a:b", a, b);
    const [moved] = sampleTracks(model, "a:b", { ...a, popularity: 21 }, b);
    const [famous] = sampleTracks(model, "a:b", { ...a, popularity: 90 }, b);
    expect(sameTrack(moved!, track!)).toBe(true);
    expect(sameTrack(famous!, track!)).toBe(false);
  });
});
