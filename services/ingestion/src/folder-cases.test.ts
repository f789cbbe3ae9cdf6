import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PopularitySignal, topics } from "@interlude/contracts";
import { temporaryFolder } from "@interlude/infra-archives/testing";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "./testing/memory-stream.js";
import { receivedCollaborations } from "./testing/received-rows.js";

const root = temporaryFolder();

/** Puts the files of a case over those of a folder that may be written to. */
function put(from: string, folder: string): void {
  for (const name of readdirSync(from)) writeFileSync(join(folder, name), readFileSync(join(from, name)));
}

const newFolder = () => mkdtempSync(join(root, "case-"));
const expected = (folder: string) => readFileSync(join(folder, "expected-collaborations.tsv"), "utf8");

const frames = sharedData("../cases/zstd-two-frames");
describe.skipIf(frames === null)(
  "an archive of two frames (needs shared data: ../cases/zstd-two-frames)",
  () => {
    it("is read to its end", async () => {
      const folder = newFolder();
      put(frames!, folder);
      const stream = await MemoryStream.create();
      expect(await stream.run(folder)).toBe("done");
      expect(await receivedCollaborations(stream)).toBe(expected(folder));
      const documents = (await stream.records([topics.highLevelDocuments.name])).filter(
        ({ isMarker }) => !isMarker,
      );
      expect(documents).toHaveLength(12);
      expect([stream.omittedFiles, stream.counts[0]!.deadLetters]).toEqual([[], 0]);
    });
  },
);

const samples = sharedData("../cases/second-sample-dump");
describe.skipIf(samples === null)(
  "next month's sample (needs shared data: ../cases/second-sample-dump)",
  () => {
    it("replaces what this month's left behind", async () => {
      const folder = newFolder();
      const stream = await MemoryStream.create();
      for (const step of ["step1", "step2"]) {
        put(join(samples!, step), folder);
        expect(await stream.run(folder)).toBe("done");
        expect(await receivedCollaborations(stream)).toBe(expected(folder));
        expect(stream.omittedFiles).toEqual([]);
      }
    });
  },
);

const features = sharedData("../cases/features-updated-in-place");
describe.skipIf(features === null)(
  "features put over those that were read (needs shared data: ../cases/features-updated-in-place)",
  () => {
    it("are read again, as of their day", async () => {
      const folder = newFolder();
      const stream = await MemoryStream.create();
      for (const step of ["step1", "step2"]) {
        put(join(features!, step), folder);
        expect(await stream.run(folder)).toBe("done");
      }
      expect(await receivedCollaborations(stream)).toBe(expected(folder));
      const records = await stream.records([topics.popularitySignals.name]);
      const signals = records
        .filter(({ isMarker }) => !isMarker)
        .map(({ value }) => value as PopularitySignal);
      expect(signals.map(({ name, asOf, popularity }) => [name, asOf, popularity]).toSorted()).toEqual([
        ["Uma Kern", "2026-08-01", 40],
        ["Uma Kern", "2026-09-01", 55],
        ["Vito Sol", "2026-08-01", 20],
        ["Vito Sol", "2026-09-01", 20],
      ]);
    });
  },
);
