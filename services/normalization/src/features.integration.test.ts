import type { LowLevelFeatures, TrackFeatures } from "@interlude/contracts";
import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { mbid } from "./testing/rows.js";
import { TestStage } from "./testing/stage.js";

let stage: TestStage;
let dispose: () => Promise<void>;

beforeAll(async () => {
  const test = await createTestDatabase(inject("stack"), "normalization");
  stage = new TestStage(test.database);
  dispose = () => test.dispose();
});
beforeEach(() => stage.reset());
afterAll(() => dispose());

describe("low-level features", () => {
  const nothing = {
    recording: mbid(1),
    submission: 0,
    lowlevel: null,
    rhythm: null,
    tonal: null,
    source: "s",
  };
  const rhythm = (bpm: number): LowLevelFeatures => ({
    ...nothing,
    rhythm: {
      bpm,
      firstPeakBpmMean: 1,
      firstPeakBpmMedian: 2,
      secondPeakBpmMean: 3,
      secondPeakBpmMedian: 4,
      danceabilityDfa: 1.5,
      onsetRate: null,
    },
  });
  const tonal: LowLevelFeatures = {
    ...nothing,
    tonal: { key: "F#", scale: "minor", tuningFrequency: 440, tuningDeviation: 0.1 },
  };
  const loud: LowLevelFeatures = {
    ...nothing,
    lowlevel: { averageLoudness: 0.8, dynamicComplexity: 3, mfccZeroMean: -600 },
  };

  it("of the three tables come together in whatever order they arrive", async () => {
    await stage.deliver([{ lowLevel: tonal }, { lowLevel: rhythm(120) }]);
    await stage.complete();
    await stage.deliver([{ lowLevel: loud }]);
    expect(await stage.database.query("select * from low_level_features")).toEqual([
      {
        recording: mbid(1),
        submission: 0,
        average_loudness: 0.8,
        dynamic_complexity: 3,
        mfcc_zero_mean: -600,
        lowlevel_epoch: 2,
        bpm: 120,
        first_peak_bpm_mean: 1,
        first_peak_bpm_median: 2,
        second_peak_bpm_mean: 3,
        second_peak_bpm_median: 4,
        danceability_dfa: 1.5,
        onset_rate: null,
        rhythm_epoch: 1,
        key: "F#",
        scale: "minor",
        tuning_frequency: 440,
        tuning_deviation: 0.1,
        tonal_epoch: 1,
      },
    ]);
  });

  it("of a submission are the last of the newest epoch, whatever comes late", async () => {
    await stage.deliver([{ lowLevel: rhythm(60) }, { lowLevel: rhythm(120) }]);
    expect(await stage.database.query("select bpm from low_level_features")).toEqual([{ bpm: 120 }]);
    await stage.database.query("update low_level_features set rhythm_epoch = 7");
    await stage.deliver([{ lowLevel: rhythm(90) }]);
    expect(await stage.database.query("select bpm from low_level_features")).toEqual([{ bpm: 120 }]);
  });

  it("that cannot be kept are set aside, and the rest goes on", async () => {
    await stage.deliver([
      { lowLevel: { ...rhythm(1), recording: "no MBID" } },
      { lowLevel: { ...rhythm(1), submission: -1 } },
      { lowLevel: rhythm(Number.NaN) },
      { lowLevel: rhythm(2) },
    ]);
    expect(await stage.database.query("select bpm from low_level_features")).toEqual([{ bpm: 2 }]);
    expect(stage.subscriber.rejections.map(({ code }) => code)).toEqual(Array(3).fill("FEATURES_INVALID"));
  });
});

describe("features of tracks", () => {
  const track: TrackFeatures = {
    provider: "spotify",
    id: "7lmeHLHBe4nmXzuXc0HDjk",
    name: "Testify",
    artists: ["Rage Against The Machine"],
    artistIds: ["2d0hyoQ5ynDBnkvAbJKORj"],
    albumId: null,
    explicit: false,
    durationMs: 210_133,
    releaseDate: "1999-11-02",
    danceability: 0.47,
    energy: 0.978,
    key: 7,
    loudnessDb: -5.399,
    mode: 1,
    speechiness: 0.0727,
    acousticness: 0.0261,
    instrumentalness: 1.09e-5,
    liveness: 0.356,
    valence: 0.503,
    tempo: 117.906,
    timeSignature: 4,
    asOf: "2021-04-01",
    source: "tracks.csv",
  };

  it("are kept, one a day, the last of the newest epoch", async () => {
    await stage.deliver([
      { track: { ...track, energy: 0.1 } },
      { track },
      { track: { ...track, asOf: "2022-01-01" } },
    ]);
    const rows = await stage.database.query<Record<string, unknown>>(
      "select *, as_of::text as as_of from track_features order by track_features.as_of",
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual({
      provider: "spotify",
      id: track.id,
      as_of: "2021-04-01",
      name: "Testify",
      artists: track.artists,
      artist_ids: track.artistIds,
      album_id: null,
      explicit: false,
      duration_ms: 210_133,
      release_date: "1999-11-02",
      danceability: 0.47,
      energy: 0.978,
      key: 7,
      loudness_db: -5.399,
      mode: 1,
      speechiness: 0.0727,
      acousticness: 0.0261,
      instrumentalness: 1.09e-5,
      liveness: 0.356,
      valence: 0.503,
      tempo: 117.906,
      time_signature: 4,
      source: "tracks.csv",
      epoch: 1,
    });
    await stage.database.query("update track_features set epoch = 7");
    await stage.deliver([{ track: { ...track, name: "late" } }]);
    expect(await stage.database.query("select distinct name from track_features")).toEqual([
      { name: "Testify" },
    ]);
  });

  it("that cannot be kept are set aside", async () => {
    await stage.deliver([
      { track: { ...track, id: "" } },
      { track: { ...track, asOf: "2021-02-30" } },
      { track: { ...track, artists: ["a\0b"] } },
      { track: { ...track, tempo: Number.POSITIVE_INFINITY } },
    ]);
    expect(await stage.database.query("select * from track_features")).toEqual([]);
    expect(stage.subscriber.rejections).toHaveLength(4);
  });
});
