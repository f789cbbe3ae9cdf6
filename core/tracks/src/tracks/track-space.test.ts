import { columnOf, rowOf } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { failedRowChecks } from "../table/failed-row-checks.js";
import { fitSpace, scoresOf, tableOf } from "../table/fitted-space.js";
import { checkTableSpace } from "../table/parse-table-space.js";
import { randomTrackInput } from "../testing/track-inputs.js";
import { fitTrackSpace, trackTable } from "./track-space.js";

const random = keyedRandom("track space");
const tracks = Array.from({ length: 150 }, (_, at) =>
  randomTrackInput(random, { genre: at % 5, missing: at < 20 ? 0 : 0.1 }),
);
const track = fitTrackSpace(tracks);
const table = trackTable(track, tracks);
const at = (name: string) => track.space.columns.findIndex((column) => column.name === name);

describe("the track space", () => {
  it("has six measurements, twelve classifiers of two, five mood clusters and eight genre components", () => {
    expect(() => checkTableSpace(track.space)).not.toThrow();
    expect(track.space.columns).toHaveLength(31);
    expect(track.space.columns.slice(0, 7).map(({ name }) => name)).toEqual([
      "bpm",
      "key",
      "mode",
      "average_loudness",
      "dynamic_complexity",
      "onset_rate",
      "danceability",
    ]);
    expect(track.leftOut).toEqual([]);
  });

  it("masks what a track lacks, and keeps the track", () => {
    const lacks = tracks.map(({ bpm }) => bpm === null);
    expect(lacks.filter(Boolean).length).toBeGreaterThan(5);
    expect([...columnOf(table, at("bpm"))].map(Number.isNaN)).toEqual(lacks);
    const noMoods = tracks.map(({ probabilities }) => !("moods_mirex" in probabilities));
    for (const name of ["passionate", "fiery"]) {
      expect([...columnOf(table, at(name))].map(Number.isNaN)).toEqual(noMoods);
    }
    const noGenre = tracks.map(({ probabilities }) =>
      ["dortmund", "electronic", "rosamerica", "tzanetakis"].some(
        (model) => !(`genre_${model}` in probabilities),
      ),
    );
    expect([...columnOf(table, at("genre_8"))].map(Number.isNaN)).toEqual(noGenre);
  });

  it("has rows that are of it, and that come back from their scores", () => {
    expect(failedRowChecks(track.space, rowOf(table, 0))).toEqual([]);
    const fitted = fitSpace(track.space, table);
    const scores = scoresOf(fitted, table, keyedRandom("ties"));
    const filled = scores.values.map((value) => (Number.isNaN(value) ? 0.3 : value));
    const back = tableOf(fitted, { ...scores, values: filled });
    const wrong = [...table.values.keys()].filter((i) => Math.abs(back.values[i]! - table.values[i]!) > 1e-9);
    expect(wrong).toEqual([]);
    const failed = Array.from({ length: back.rows }, (_, row) =>
      failedRowChecks(track.space, rowOf(back, row)),
    );
    expect(failed.flat()).toEqual([]);
  });

  it("leaves out what no track has, and says so", () => {
    const bare = tracks.map(({ probabilities }) => ({
      probabilities: { danceability: probabilities["danceability"] ?? { danceable: 1, not_danceable: 0 } },
      bpm: null,
      key: null,
      scale: null,
      averageLoudness: null,
      onsetRate: null,
      dynamicComplexity: null,
    }));
    const { space, leftOut } = fitTrackSpace(bare);
    expect(space.columns.map(({ name }) => name)).toEqual(["danceability"]);
    expect(leftOut).toContain("bpm");
    expect(leftOut.at(-1)).toBe("genre components");
    expect(() => fitTrackSpace([])).toThrow(expect.objectContaining({ code: "TRACKS_TOO_FEW" }));
  });

  it("refuses part of a model", () => {
    const [whole] = tracks;
    const probabilities = { ...whole!.probabilities, danceability: { danceable: 0.2 } };
    const partly = { ...whole!, probabilities };
    expect(() => fitTrackSpace([partly, ...tracks])).toThrow(
      expect.objectContaining({ code: "TRACK_CLASSES_MISSING" }),
    );
  });
});
