import { rowOf } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { randomTrackInput } from "../testing/track-inputs.js";
import { fifthsOf, keyName } from "./circle-of-fifths.js";
import { decodeTrack } from "./decode-track.js";
import { fitTrackSpace, trackTable } from "./track-space.js";

const random = keyedRandom("decode");
const tracks = Array.from({ length: 100 }, (_, at) => randomTrackInput(random, { genre: at % 3 }));
const jazz = {
  ...randomTrackInput(random, { genre: 5 }),
  bpm: 96.5,
  key: 6,
  scale: "minor",
};
const track = fitTrackSpace([jazz, ...tracks]);

describe("decodeTrack", () => {
  it("says tempo, key, moods, timbre and voice", () => {
    const given = {
      ...jazz,
      probabilities: {
        ...jazz.probabilities,
        timbre: { bright: 0.3, dark: 0.7 },
        voice_instrumental: { instrumental: 0.1, voice: 0.9 },
        gender: { female: 0.8, male: 0.2 },
        mood_happy: { happy: 0.25, not_happy: 0.75 },
        moods_mirex: { Cluster1: 0.1, Cluster2: 0.1, Cluster3: 0.6, Cluster4: 0.1, Cluster5: 0.1 },
      },
    };
    const decoded = decodeTrack(track, rowOf(trackTable(track, [given]), 0));
    expect(decoded).toMatchObject({
      tempo: 96.5,
      key: "F♯ minor",
      timbre: "dark",
      voice: "female voice",
      moodCluster: { name: "poignant", probability: 0.6 },
      checks: [],
    });
    expect(decoded.moods["happy"]).toBe(0.25);
    expect(Object.keys(decoded.moods)).toHaveLength(7);
    expect(decoded.genres.every(({ share }) => share >= 0.05)).toBe(true);
  });

  it("says nothing of what a real track lacks", () => {
    const probabilities = Object.fromEntries(
      Object.entries(jazz.probabilities).filter(([model]) => model !== "genre_dortmund"),
    );
    const bare = { ...jazz, probabilities, bpm: null, key: null };
    const decoded = decodeTrack(track, rowOf(trackTable(track, [bare]), 0));
    expect(decoded).toMatchObject({ tempo: null, key: null, genres: [] });
    expect(decoded.attributes["danceability"]).toBeGreaterThan(0);
    expect(decoded.checks).toContain("not-finite:bpm");
  });

  it("says which checks a vector fails", () => {
    const row = rowOf(trackTable(track, [jazz]), 0).slice();
    row[track.space.columns.findIndex(({ name }) => name === "bpm")] = -1;
    row[track.space.columns.findIndex(({ name }) => name === "key")] = 12;
    row[track.space.columns.findIndex(({ name }) => name === "mode")] = 0.5;
    row[track.space.columns.findIndex(({ name }) => name === "fiery")]! += 0.5;
    expect(decodeTrack(track, row).checks).toEqual([
      "out-of-bounds:bpm",
      "out-of-bounds:key",
      "not-whole:mode",
      "does-not-sum-to-1:moods_mirex",
    ]);
  });
});

describe("the circle of fifths", () => {
  it("begins with C G D A E B, and every pitch class comes back", () => {
    expect([0, 1, 2, 3, 4, 5].map(keyName)).toEqual(["C", "G", "D", "A", "E", "B"]);
    const pitches = Array.from({ length: 12 }, (_, pitch) => pitch);
    expect(pitches.map((pitch) => fifthsOf(fifthsOf(pitch)))).toEqual(pitches);
  });
});
