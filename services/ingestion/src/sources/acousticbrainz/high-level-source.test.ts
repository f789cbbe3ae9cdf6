import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topics } from "@interlude/contracts";
import {
  type Members,
  packed,
  tarOf,
  temporaryFolder,
  writeArchive,
} from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { FeatureReading } from "../../testing/feature-reading.js";
import { acousticBrainzHighLevel } from "./high-level-source.js";

const root = temporaryFolder();
const ARCHIVE = "acousticbrainz-highlevel-json-20220623-0.tar.zst";
const recording = "0dad432b-16cc-4bf0-8961-fd31d124b01b";
const member = (mbid: string, n: number) =>
  `acousticbrainz-highlevel-json-20220623/highlevel/${mbid.slice(0, 2)}/${mbid[2]}/${mbid}-${n}.json`;
const document = (all: object, metadata: object | null = { audio_properties: { length: 180.5 } }) =>
  JSON.stringify({ highlevel: { timbre: { all, value: "dark", probability: 1 } }, metadata });
const sound = document({ bright: 0.25, dark: 0.75 });
const fails = (code: string) => expect.objectContaining({ code });

async function readArchive(members: Members, name = ARCHIVE): Promise<FeatureReading> {
  const path = await writeArchive(mkdtempSync(join(root, "source-")), name, members);
  return FeatureReading.of(acousticBrainzHighLevel, path);
}

describe("an archive of high-level documents", () => {
  it("is known by its name, however it is packed", () => {
    const known = (name: string) => acousticBrainzHighLevel.recognises({ name, path: name });
    expect(
      ["", ".zst", ".bz2", ".xz"].map((end) => known(`acousticbrainz-highlevel-json-20220623-29.tar${end}`)),
    ).not.toContain(false);
    expect(known("acousticbrainz-highlevel-sample-json-20220623-0.tar.zst")).toBe(true);
    expect(known("acousticbrainz-lowlevel-json-20220623-0.tar.zst")).toBe(false);
  });

  it.each([".tar", ".tar.zst", ".tar.bz2", ".tar.xz"])(
    "sends each document under its recording: %s",
    async (end) => {
      const reading = await readArchive(
        [
          [member(recording, 0), document({ bright: 0.25, dark: 0.750_000_1 })],
          [member(recording.toUpperCase(), 1), document({ bright: 1.000_000_1, dark: 0 }, null)],
          [member(recording, 2), '{"highlevel": {}, "metadata": null}'],
          ["acousticbrainz-highlevel-json-20220623/COPYING", "CC0"],
        ],
        `acousticbrainz-highlevel-json-20220623-0${end}`,
      );
      expect(await reading.letters()).toEqual([]);
      expect(await reading.items(topics.highLevelDocuments)).toEqual([
        {
          recording,
          submission: 0,
          probabilities: { timbre: { bright: 0.25, dark: 0.750_000_1 } },
          lengthSeconds: 180.5,
          source: `acousticbrainz-highlevel-json-20220623-0${end}:${member(recording, 0)}`,
        },
        expect.objectContaining({
          submission: 1,
          lengthSeconds: null,
          probabilities: { timbre: { bright: 1, dark: 0 } },
        }),
      ]);
      expect(reading.writer.counts.skipped).toEqual({ "acousticbrainz.empty": 1 });
    },
  );

  it("sends what is no document to dead letters with its member and bytes, and goes on", async () => {
    const deep = `${"[".repeat(500_000)}${"]".repeat(500_000)}`;
    const bad: Members = [
      [member(recording, 1), document({ dark: 7 })],
      [member(recording, 2), '{"highlevel": {"timbre": {"all": {"dark": NaN}}}}'],
      [member(recording, 3), deep],
      [member(recording, 4), Buffer.from([0x7b, 0xff, 0x7d])],
      [member(recording, 5), "{\0}"],
      [member(recording, 6), ""],
      ["d/highlevel/0d/a/no-mbid.json", sound],
    ];
    const reading = await readArchive([...bad, [member(recording, 0), sound]]);
    expect(await reading.items(topics.highLevelDocuments)).toHaveLength(1);
    const letters = await reading.letters();
    expect(letters.map(({ headers, code }) => [headers["member"], code])).toEqual(
      bad.map(([name], at) => [name, at === 2 ? "JSON_TOO_DEEP" : "DOCUMENT_MALFORMED"]),
    );
    expect(letters.map(({ value }) => value!.length)).toEqual(
      bad.map(([, content]) => Math.min(content.length, 512 * 1024)),
    );
    expect(letters[0]!.reason).toBe("timbre.all.dark is no probability");
  });

  it("sends a document of 100 megabytes to dead letters without holding it", async () => {
    const large = Buffer.alloc(100 * 1024 ** 2, " ");
    const reading = await readArchive(
      [
        [member(recording, 0), large],
        [member(recording, 1), sound],
      ],
      "acousticbrainz-highlevel-large.tar",
    );
    const [letter] = await reading.letters();
    expect(letter).toMatchObject({
      code: "DOCUMENT_MALFORMED",
      reason: expect.stringContaining("104857600 bytes"),
    });
    expect(letter!.value).toHaveLength(512 * 1024);
    expect(await reading.items(topics.highLevelDocuments)).toHaveLength(1);
  });

  it("is rejected if it unpacks to more than any archive does", async () => {
    const bomb = Buffer.alloc(100 * 1024 ** 2, " ");
    await expect(readArchive([[member(recording, 0), bomb]])).rejects.toThrow(fails("ARCHIVE_TOO_LARGE"));
  });

  it("is rejected if it was cut", async () => {
    const path = join(mkdtempSync(join(root, "source-")), ARCHIVE);
    const bytes = packed(path, await tarOf([[member(recording, 0), sound]]));
    writeFileSync(path, bytes.subarray(0, -10));
    await expect(FeatureReading.of(acousticBrainzHighLevel, path)).rejects.toThrow(fails("ARCHIVE_DAMAGED"));
  });

  it("that holds nothing but other things is given up", async () => {
    const members = Array.from({ length: 10_001 }, (_, n): [string, string] => [member(recording, n), "{}"]);
    await expect(readArchive(members)).rejects.toThrow(fails("TOO_MANY_REJECTED"));
  });
});
