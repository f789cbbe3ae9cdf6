import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type LowLevelFeatures, topics } from "@interlude/contracts";
import { type Members, temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { FeatureReading } from "../../testing/feature-reading.js";
import { acousticBrainzLowLevel } from "./low-level-source.js";

const root = temporaryFolder();
const FOLDER = "acousticbrainz-lowlevel-features-20220623";
const MBID = "0dad432b-16cc-4bf0-8961-fd31d124b01b";
const fails = (code: string) => expect.objectContaining({ code });

async function readTable(kind: string, members: Members | string, end = ".tar.zst"): Promise<FeatureReading> {
  const name = `${FOLDER}-${kind}${end}`;
  const all =
    typeof members === "string" ? [[`${FOLDER}-${kind}/${FOLDER}-${kind}.csv`, members] as const] : members;
  const path = await writeArchive(mkdtempSync(join(root, "source-")), name, all);
  return FeatureReading.of(acousticBrainzLowLevel, path);
}

const featuresOf = (reading: FeatureReading): Promise<LowLevelFeatures[]> =>
  reading.items(topics.lowLevelFeatures);

describe("an archive of low-level features", () => {
  it("is known by its name", () => {
    const known = (name: string) => acousticBrainzLowLevel.recognises({ name, path: name });
    expect(["lowlevel", "rhythm", "tonal"].map((kind) => known(`${FOLDER}-${kind}.tar.zst`))).not.toContain(
      false,
    );
    expect(known("acousticbrainz-lowlevel-json-20220623-0.tar.zst")).toBe(false);
  });

  it.each(["\r\n", "\n"])("sends rows of loudness with lines that end in %j", async (end) => {
    const reading = await readTable("lowlevel", [
      [
        "x/table.csv",
        [
          "mbid,submission_offset,average_loudness,dynamic_complexity,mfcc_zero_mean",
          `${MBID},0,0.81,3.9,-6.2e2`,
          "",
        ].join(end),
      ],
      ["x/COPYING", "CC0"],
    ]);
    expect(await featuresOf(reading)).toEqual([
      {
        recording: MBID,
        submission: 0,
        lowlevel: { averageLoudness: 0.81, dynamicComplexity: 3.9, mfccZeroMean: -620 },
        rhythm: null,
        tonal: null,
        source: `${FOLDER}-lowlevel.tar.zst:x/table.csv`,
      },
    ]);
  });

  it("finds columns by the header, in whatever order, and takes an empty field for a missing value", async () => {
    const reading = await readTable(
      "rhythm",
      `onset_rate,mbid,danceability,surprise,bpm,submission_offset\n2.5,${MBID.toUpperCase()},1.31,?,,12\n`,
      ".tar",
    );
    const [row] = await featuresOf(reading);
    expect(row).toMatchObject({ recording: MBID, submission: 12, lowlevel: null, tonal: null });
    expect(row!.rhythm).toEqual({
      bpm: null,
      firstPeakBpmMean: null,
      firstPeakBpmMedian: null,
      secondPeakBpmMean: null,
      secondPeakBpmMedian: null,
      danceabilityDfa: 1.31,
      onsetRate: 2.5,
    });
  });

  it("sends keys and tunings, every submission of a recording", async () => {
    const header =
      "mbid,submission_offset,key_key,key_scale,tuning_frequency,tuning_equal_tempered_deviation";
    const reading = await readTable(
      "tonal",
      `${header}\n${MBID},0,F#,minor,440.5,0.1\n${MBID},1,Bb,major,,\n`,
    );
    expect((await featuresOf(reading)).map(({ submission, tonal }) => [submission, tonal])).toEqual([
      [0, { key: "F#", scale: "minor", tuningFrequency: 440.5, tuningDeviation: 0.1 }],
      [1, { key: "Bb", scale: "major", tuningFrequency: null, tuningDeviation: null }],
    ]);
  });

  it("sends rows that cannot be read to dead letters, with their line and as they were, and goes on", async () => {
    const bad = [
      "no-mbid,0,120,1",
      `${MBID},-1,120,1`,
      `${MBID},x,120,1`,
      `${MBID},0,120`,
      `${MBID},0,120,1,`,
    ];
    const lines = ["mbid,submission_offset,bpm,danceability", ...bad, `${MBID},3,120,1`];
    const reading = await readTable("rhythm", lines.map((line) => `${line}\r\n`).join(""));
    expect((await featuresOf(reading)).map(({ submission }) => submission)).toEqual([3]);
    const letters = await reading.letters();
    expect(letters.map(({ line, code, value }) => [line, code, String(value)])).toEqual(
      bad.map((text, at) => [at + 2, "FEATURES_MALFORMED", `${text}\r\n`]),
    );
    expect(letters[3]!.reason).toBe("the row has 3 fields, the header has 4");
  });

  it("loses invalid keys and scales, and nothing else of their rows", async () => {
    const rows = [`${MBID},0,H,major`, `${MBID},1,C,dorian`, `${MBID},2,C,major`];
    const reading = await readTable(
      "tonal",
      ["mbid,submission_offset,key_key,key_scale", ...rows].join("\n"),
    );
    expect((await featuresOf(reading)).map(({ tonal }) => [tonal!.key, tonal!.scale])).toEqual([
      [null, "major"],
      ["C", null],
      ["C", "major"],
    ]);
    expect(await reading.letters()).toEqual([]);
    expect(reading.writer.counts.omissions.map(({ field, example }) => [field, example])).toEqual([
      ["key_key", expect.stringMatching(/line 2: "H" is not what the column holds$/)],
      ["key_scale", expect.stringMatching(/line 3: "dorian" is not what the column holds$/)],
    ]);
  });

  it.each([
    ["no table", [["d/COPYING", "CC0"]] as Members],
    ["an empty table", [["d/t.csv", ""]] as Members],
    ["another table", [["d/t.csv", "id,name\n1,x\n"]] as Members],
    ["a table without features", [["d/t.csv", "mbid,submission_offset\n"]] as Members],
    ["two columns of one name", [["d/t.csv", "mbid,submission_offset,bpm,BPM\n"]] as Members],
  ])("is rejected if it holds %s", async (_, members) => {
    await expect(readTable("rhythm", members)).rejects.toThrow(fails("CSV_HEADER_UNKNOWN"));
  });

  it("keeps the beginning of a line without end as a dead letter", async () => {
    const endless = `mbid,submission_offset,bpm\n${"9".repeat(3 * 1024 ** 2)}`;
    const reading = await readTable("rhythm", endless, ".tar");
    expect(await featuresOf(reading)).toEqual([]);
    expect(await reading.letters()).toHaveLength(1);
  });

  it.each([
    "nan",
    "-nan",
    "NaN",
    "inf",
    "-Infinity",
    "nan(0x8000)",
    "1e999",
    "-3",
    "fast",
    "12\x000",
    " ",
    "#NUM!",
  ])("loses the value %j, and no other of its row", async (value) => {
    const table = `mbid,submission_offset,danceability,bpm\n${MBID},0,${value},100.5\n`;
    const reading = await readTable("rhythm", table);
    expect((await featuresOf(reading)).map(({ rhythm }) => [rhythm!.danceabilityDfa, rhythm!.bpm])).toEqual([
      [null, 100.5],
    ]);
    expect(await reading.letters()).toEqual([]);
    expect(reading.writer.counts.omissions).toMatchObject([
      { what: "value", code: "FEATURES_MALFORMED", field: "danceability", count: 1 },
    ]);
  });

  it("is read with semicolons and decimal commas", async () => {
    const reading = await readTable("rhythm", `mbid;submission_offset;bpm\r\n${MBID};0;100,5\r\n`);
    expect((await featuresOf(reading)).map(({ rhythm }) => rhythm!.bpm)).toEqual([100.5]);
  });
});
