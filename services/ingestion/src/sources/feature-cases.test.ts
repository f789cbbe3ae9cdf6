import { readdirSync } from "node:fs";
import { join } from "node:path";
import { topics } from "@interlude/contracts";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";
import { FeatureReading } from "../testing/feature-reading.js";
import { FeatureSources } from "./feature-sources.js";

const cases = sharedData("../cases");

/** Reads the one file of a case that has such a name, by whichever source recognises it. */
async function readCase(folder: string, pattern: RegExp): Promise<FeatureReading> {
  const name = readdirSync(join(cases!, folder)).find((one) => pattern.test(one))!;
  const path = join(cases!, folder, name);
  const source = await FeatureSources.all().sourceOf({ name, path });
  return FeatureReading.of(source!, path);
}

describe.skipIf(cases === null)("the cases of features (needs shared data: ../cases)", () => {
  it("csv-not-seen: a spreadsheet's dialect is read", async () => {
    const reading = await readCase("csv-not-seen", /\.csv$/);
    const signals = await reading.items(topics.popularitySignals);
    expect(signals).toHaveLength(5);
    expect(signals.find(({ id }) => id === "Test001AAAAAAAAAAAAAAA")).toMatchObject({
      name: "Artist 1",
      followers: 100,
      popularity: 41,
    });
    expect(await reading.letters()).toEqual([]);
  });

  it("quote-never-closed: no row is lost", async () => {
    const reading = await readCase("quote-never-closed", /\.csv$/);
    const names = (await reading.items(topics.popularitySignals)).map(({ name }) => name);
    expect(names).toContain('"Heroes');
    const ids = new Set((await reading.items(topics.popularitySignals)).map(({ id }) => id));
    expect([ids.size, names.length]).toEqual([names.length, names.length]);
    expect(reading.writer.counts).toMatchObject({ deadLetters: 0, omissions: [] });
  });

  it("commas-in-lists: lists of names are what they were, and what is no list is set aside", async () => {
    const reading = await readCase("commas-in-lists", /\.csv$/);
    const tracks = new Map((await reading.items(topics.trackFeatures)).map((track) => [track.name, track]));
    expect(tracks.get("Song 1")!.artists).toEqual(["10,000 Maniacs", "Earth, Wind & Fire"]);
    expect(tracks.get("Song 2")!.artists).toEqual(["Guns N' Roses", "AC/DC"]);
    expect(tracks.get("Song 3")).toMatchObject({
      artists: ["Sunn O)))", "[unknown]", "!!!"],
      releaseDate: null,
    });
    expect(tracks.get("Song 4")!.artists).toEqual([`Guns N' "Roses"`]);
    expect(tracks.get("Song 7")).toMatchObject({ artists: ["Tyler, The Creator"], releaseDate: null });
    expect([tracks.size, (await reading.items(topics.popularitySignals)).length]).toEqual([5, 5]);
    expect((await reading.letters()).map(({ code }) => code)).toEqual([
      "POPULARITY_MALFORMED",
      "POPULARITY_MALFORMED",
    ]);
  });

  it("nan-measurement: what could not be computed costs itself", async () => {
    const reading = await readCase("nan-measurement", /rhythm/);
    const rows = await reading.items(topics.lowLevelFeatures);
    expect(rows.map(({ rhythm }) => rhythm!.bpm).toSorted()).toEqual([100.5, 101.5, 102.5, 103.5]);
    expect(rows.filter(({ rhythm }) => rhythm!.danceabilityDfa === null)).toHaveLength(3);
    expect(await reading.letters()).toEqual([]);
    expect(reading.writer.counts.omissions).toMatchObject([
      { what: "value", field: "danceability", count: 3 },
    ]);
  });
});
