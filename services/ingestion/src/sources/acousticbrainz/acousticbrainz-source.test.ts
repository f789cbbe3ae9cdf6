import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DeadLetter, type HighLevelDocument, deadLetterTopics, topics } from "@interlude/contracts";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";
import { type Members, temporaryFolder, writeArchive } from "../../testing/archives.js";
import { MemoryStream } from "../../testing/memory-stream.js";
import { parseBoundedJson } from "./bounded-json.js";
import { parseDocumentName, readHighLevelDocument } from "./high-level-document.js";

const root = temporaryFolder();
const recording = "0dad432b-16cc-4bf0-8961-fd31d124b01b";
const name = { recording, submission: 0 };
const member = (mbid: string, n: number) =>
  `acousticbrainz-highlevel-json-20220623/highlevel/${mbid.slice(0, 2)}/${mbid[2]}/${mbid}-${n}.json`;
const document = (all: object, metadata: object | null = { audio_properties: { length: 180.5 } }) =>
  JSON.stringify({ highlevel: { timbre: { all, value: "dark", probability: 1 } }, metadata });
const fails = (code: string) => expect.objectContaining({ code });

async function readArchive(members: Members): Promise<MemoryStream> {
  const folder = mkdtempSync(join(root, "source-"));
  await writeArchive(folder, "acousticbrainz-highlevel-json-20220623-0.tar.zst", members);
  const stream = await MemoryStream.create();
  await stream.run(folder);
  return stream;
}

describe("an AcousticBrainz archive", () => {
  it("sends each document under its recording, and sets aside those that cannot be read", async () => {
    const stream = await readArchive([
      [member(recording, 0), document({ bright: 0.25, dark: 0.750_000_1 })],
      [member(recording.toUpperCase(), 1), document({ bright: 1.000_000_1, dark: 0 }, null)],
      [member(recording, 2), '{"highlevel": {}, "metadata": null}'],
      [member(recording, 3), '{"highlevel": {"timbre": {"all": {"dark": 7}}}}'],
      ["acousticbrainz-highlevel-json-20220623/COPYING", "CC0"],
    ]);
    const records = await stream.records([topics.highLevelDocuments.name]);
    const sent = records.filter(({ isMarker }) => !isMarker);
    expect(sent.map(({ key, value }) => [key, value])).toEqual([
      [
        recording,
        {
          ...name,
          probabilities: { timbre: { bright: 0.25, dark: 0.750_000_1 } },
          lengthSeconds: 180.5,
          source: `acousticbrainz-highlevel-json-20220623-0.tar.zst:${member(recording, 0)}`,
        },
      ],
      [recording, expect.objectContaining({ submission: 1, lengthSeconds: null })],
    ]);
    expect((sent[1]!.value as HighLevelDocument).probabilities).toEqual({ timbre: { bright: 1, dark: 0 } });
    const letters = await stream.records([deadLetterTopics.ingestion.name]);
    expect(letters.map(({ value }) => (value as DeadLetter).reason)).toEqual([
      "timbre.all.dark is no probability",
    ]);
    expect((letters[0]!.value as DeadLetter).headers).toEqual({ member: member(recording, 3) });
  });
});

describe("a high-level document", () => {
  const folder = sharedData("acousticbrainz");

  it.skipIf(folder === null)(
    "that is real is read whole, with and without versions (skipped without shared data)",
    () => {
      for (const file of ["example-with-version.json", `${recording}-0.json`]) {
        const read = readHighLevelDocument(name, readFileSync(join(folder!, file), "utf8"), file);
        expect(Object.keys(read!.probabilities)).toHaveLength(18);
        for (const classes of Object.values(read!.probabilities)) {
          const sum = Object.values(classes).reduce((total, probability) => total + probability, 0);
          expect(sum).toBeCloseTo(1, 4);
        }
        expect(read!.lengthSeconds).toBeGreaterThan(0);
      }
    },
  );

  it.each([
    "[]",
    "{",
    '{"highlevel": null}',
    '{"highlevel": {"a": {}}}',
    '{"highlevel": {"a": {"all": {"x": "1"}}}}',
  ])("is refused where it is not one: %s", (text) => {
    expect(() => readHighLevelDocument(name, text, "s")).toThrow(fails("DOCUMENT_MALFORMED"));
  });

  it("is known by its name", () => {
    expect(parseDocumentName(member(recording, 12))).toEqual({ recording, submission: 12 });
    expect(parseDocumentName("COPYING")).toBeNull();
    expect(parseDocumentName(`${recording}.json`)).toBeNull();
  });
});

describe("parseBoundedJson", () => {
  it("counts depth outside strings only", () => {
    expect(parseBoundedJson('{"a": ["[[[[\\"[[["]}', 2)).toEqual({ a: ['[[[["[[['] });
    expect(() => parseBoundedJson("[[[1]]]", 2)).toThrow(fails("JSON_TOO_DEEP"));
  });

  it("is not slow on text made to be", () => {
    expect(() => parseBoundedJson(`"${'\\"'.repeat(500_000)}`, 4)).toThrow(SyntaxError);
  });
});
