import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deadLetterTopics, topics } from "@interlude/contracts";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureReading } from "../testing/feature-reading.js";
import { MemoryStream } from "../testing/memory-stream.js";
import { gidOf } from "../testing/music-files.js";
import { FeatureSources } from "./feature-sources.js";

const root = temporaryFolder();
const ROWS = 2_000;
const READ = [
  topics.highLevelDocuments,
  topics.lowLevelFeatures,
  topics.popularitySignals,
  topics.trackFeatures,
  deadLetterTopics.ingestion,
].map(({ name }) => name);

/** One file of each source, some rows of each unreadable. */
async function featureFolder(): Promise<string> {
  const folder = mkdtempSync(join(root, "source-"));
  const rows = Array.from({ length: ROWS }, (_, at) => at);
  const isBad = (at: number) => at % 1000 === 7;
  const tracks = rows.map((at) => {
    const id = String(at).padStart(22, "a");
    return `${id},name ${at},${isBad(at) ? 101 : 5},1000,0,['x'],['${id}'],2001,0.5,120\n`;
  });
  const columns =
    "id,name,popularity,duration_ms,explicit,artists,id_artists,release_date,danceability,tempo";
  writeFileSync(join(folder, "tracks-2021-04-01.csv"), `${columns}\n${tracks.join("")}`);
  const tempos = rows.map((at) => `${gidOf(at)},0,${isBad(at) ? "nan" : at}\n`);
  await writeArchive(folder, "acousticbrainz-lowlevel-features-20220623-rhythm.tar", [
    ["d/rhythm.csv", `mbid,submission_offset,bpm\n${tempos.join("")}`],
  ]);
  const document = (at: number) => `{"highlevel": {"timbre": {"all": {"dark": ${isBad(at) ? 2 : 1}}}}}`;
  await writeArchive(
    folder,
    "acousticbrainz-highlevel-json-20220623-0.tar.zst",
    rows.slice(0, 500).map((at) => [`d/highlevel/${gidOf(at)}-0.json`, document(at)] as const),
  );
  return folder;
}

async function contents(stream: MemoryStream): Promise<string[]> {
  const records = await stream.records(READ);
  return records.map(({ topic, partition, isMarker, value }) => {
    const said = { ...(value as object), ts: 0 };
    return `${topic}/${partition} ${isMarker ? "marker" : JSON.stringify(said)}`;
  });
}

describe("an epoch of features that is interrupted", () => {
  it("is in the log as one that was not, however often", async () => {
    const folder = await featureFolder();
    const whole = await MemoryStream.create();
    expect(await whole.run(folder)).toBe("done");
    const expected = await contents(whole);
    const partitions = 4 * 4;
    const bad = 2 + 2 + 1;
    expect(expected).toHaveLength(3 * (ROWS - 2) + 499 + partitions + bad);

    const lives = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lives, async (appends) => {
        const stream = await MemoryStream.create();
        for (const appendsLeft of appends) {
          stream.log.appendsLeft = appendsLeft;
          await stream.run(folder).catch(() => undefined);
        }
        stream.log.appendsLeft = Number.POSITIVE_INFINITY;
        expect(await stream.run(folder)).toBe("done");
        expect(await contents(stream)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});

describe("a file of features", () => {
  it("tells how far it has been read, to its end", async () => {
    const folder = await featureFolder();
    const sources = FeatureSources.all();
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const source = await sources.sourceOf({ name, path });
      const { size } = statSync(path);
      const { file } = await FeatureReading.of(source!, path);
      expect(file).toMatchObject({ file: name, size, bytesRead: size });
    }
  });
});
