import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topics } from "@interlude/contracts";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureReading } from "../testing/feature-reading.js";
import { acousticBrainzHighLevel } from "./acousticbrainz/high-level-source.js";
import { popularitySource } from "./popularity/popularity-source.js";

const root = temporaryFolder();
const newFolder = () => mkdtempSync(join(root, "source-"));

const name = fc.constantFrom("timbre", "", "__proto__", "a\ud83c", "🎷", "n".repeat(100_000), "constructor");
/** Probabilities of a model as JSON may write them: mostly of one class, which is then certain. */
const classes = fc.oneof(
  name.map((one) => [[one, "1"]]),
  fc.array(fc.tuple(name, fc.constantFrom("1", "0", "0.5", "-0", "1e-320", "1e999", "null", '"1"')), {
    maxLength: 3,
  }),
);
const models = fc.array(fc.tuple(name, classes), { maxLength: 3 });
const length = fc.constantFrom(
  "180.5",
  "0",
  "-1",
  "1e308",
  "1e999",
  "9007199254740993",
  "null",
  '"long"',
  "{}",
);

const object = (entries: readonly (readonly [string, string])[]) =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;

function documentOf(
  of: readonly (readonly [string, readonly (readonly string[])[]])[],
  seconds: string,
): string {
  const all = of.map(([model, some]): [string, string] => [
    model,
    object([["all", object(some as unknown as readonly [string, string][])]]),
  ]);
  const properties = object([["audio_properties", object([["length", seconds]])]]);
  return object([
    ["highlevel", object(all)],
    ["metadata", properties],
  ]);
}

describe("any document and any row of a table", () => {
  it("is published and read back, or skipped as empty, or set aside alone: documents", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(models, length), { maxLength: 8 }), async (documents) => {
        const mbid = (at: number) => `0dad432b-16cc-4bf0-8961-fd31d124b${String(at).padStart(3, "0")}`;
        const archive = "acousticbrainz-highlevel-json-20220623-0.tar";
        const path = await writeArchive(newFolder(), archive, [
          ...documents.map(([of, seconds], at): [string, string] => [
            `d/${mbid(at)}-0.json`,
            documentOf(of, seconds),
          ]),
          [`d/${mbid(999)}-0.json`, documentOf([["timbre", [["dark", "1"]]]], "1")],
        ]);
        const reading = await FeatureReading.of(acousticBrainzHighLevel, path);
        const items = await reading.items(topics.highLevelDocuments);
        const empty = reading.writer.counts.skipped["acousticbrainz.empty"] ?? 0;
        expect(items.length + (await reading.letters()).length + empty).toBe(documents.length + 1);
        expect(items.map(({ recording }) => recording)).toContain(mbid(999));
        // A model that cannot be read is left out and counted; of several of one name, JSON has the last.
        const names = items.map(({ recording }) => {
          const [of] = documents[Number(recording.slice(-3))] ?? [[["timbre", []] as const]];
          return [...new Set(of.map(([model]) => model))];
        });
        for (const [at, { probabilities }] of items.entries()) {
          expect(names[at]).toEqual(expect.arrayContaining(Object.keys(probabilities)));
        }
        const left = items.map(
          ({ probabilities }, at) => names[at]!.length - Object.keys(probabilities).length,
        );
        const dropped = reading.writer.counts.omissions
          .filter(({ what, field }) => what === "value" && field !== "length")
          .map(({ count }) => count);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
        expect(sum(dropped)).toBe(sum(left));
      }),
      { numRuns: 60 },
    );
  });

  it("is published and read back, or loses that value alone: followers at the edge of what a long holds", async () => {
    const followers = ["0", "9007199254740990", "9007199254740991", "9007199254740993", "1e400", "-1", "NaN"];
    const ids = followers.map((_, at) => `0oSGxfWSnnOXhD2fKuz2G${at}`);
    const path = join(newFolder(), "artists-2024-01-01.csv");
    const rows = followers.map((count, at) => `${ids[at]},${count},[],Name,50\n`);
    writeFileSync(path, `id,followers,genres,name,popularity\n${rows.join("")}`);
    const reading = await FeatureReading.of(popularitySource({ asOf: null, warn: () => undefined }), path);
    const signals = await reading.items(topics.popularitySignals);
    const letters = (await reading.letters()).map(({ line }) => line!);
    const sent = new Set(signals.map(({ id }) => ids.indexOf(id) + 2));
    expect([...sent, ...letters].toSorted()).toEqual(followers.map((_, at) => at + 2));
    const dropped = signals.filter(({ followers: count }) => count === null);
    expect(dropped.map(({ id }) => followers[ids.indexOf(id)]).toSorted()).toEqual([
      "-1",
      "1e400",
      "9007199254740990",
      "9007199254740991",
      "9007199254740993",
      "NaN",
    ]);
    const kept = signals.filter(({ followers: count }) => count !== null);
    expect(kept.map(({ followers: count }) => count)).toEqual(
      kept.map(({ id }) => Number(followers[ids.indexOf(id)])),
    );
  });
});
