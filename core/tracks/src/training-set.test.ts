import { describe, expect, it } from "vitest";
import { randomCatalogue } from "./testing/tracks.js";
import { prepareTrainingSet, type TrackRows } from "./training-set.js";

const catalogue = randomCatalogue(600, "training set");

describe("prepareTrainingSet", () => {
  it("depends on the tracks, not on their order", () => {
    expect(prepareTrainingSet([...catalogue].reverse())).toEqual(prepareTrainingSet(catalogue));
  });

  it("holds out about a tenth, by artist", () => {
    const { train, validation } = prepareTrainingSet(catalogue);
    expect(train.vectors.length + validation.vectors.length).toBe(600);
    expect(validation.vectors.length).toBeGreaterThan(30);
    expect(validation.vectors.length).toBeLessThan(100);
    const artistOf = new Map(
      catalogue.map(({ artist, probabilities }) => [
        probabilities["danceability"]!["danceable"]!.toFixed(9),
        artist,
      ]),
    );
    const artists = (rows: TrackRows) =>
      new Set(rows.vectors.map(([first]) => artistOf.get(first!.toFixed(9))));
    const learnt = artists(train);
    expect(learnt.size).toBeGreaterThan(200);
    expect([...artists(validation)].filter((artist) => learnt.has(artist))).toEqual([]);
  });

  it("leaves incomplete tracks out and counts them", () => {
    const holed = catalogue.map((track, i) => (i < 5 ? { ...track, probabilities: {} } : track));
    const { incomplete, train, validation } = prepareTrainingSet(holed);
    expect(incomplete).toBe(5);
    expect(train.vectors.length + validation.vectors.length).toBe(595);
  });

  it("spares nothing from a small catalogue and refuses a tiny one", () => {
    expect(prepareTrainingSet(catalogue.slice(0, 60)).validation.vectors).toHaveLength(0);
    expect(() => prepareTrainingSet(catalogue.slice(0, 49))).toThrow(
      expect.objectContaining({ code: "TRACKS_TOO_FEW" }),
    );
  });
});
