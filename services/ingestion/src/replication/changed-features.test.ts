import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type HighLevelDocument, type PopularitySignal, topics } from "@interlude/contracts";
import { writeArchive } from "@interlude/infra-archives/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { gidOf } from "../testing/music-files.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();
const HEADER = "id,followers,genres,name,popularity\n";
const idOf = (at: number) => String(at).padStart(22, "a");
const row = (at: number, popularity: number | string) => `${idOf(at)},10,[],name ${at},${popularity}\n`;
const ARCHIVE = "acousticbrainz-highlevel-json-20220623-0.tar.zst";

afterEach(() => vi.restoreAllMocks());

async function begin() {
  const folder = files.newFolder();
  await files.dump(folder, 100);
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("artists.csv", HEADER + row(1, 40) + row(2, 20));
  write("artists.csv.as-of", "2026-08-01\n");
  const stream = await MemoryStream.create();
  expect(await stream.run(folder)).toBe("done");
  const signals = async () => {
    const records = await stream.records([topics.popularitySignals.name]);
    const values = records.filter(({ isMarker }) => !isMarker).map((one) => one.value as PopularitySignal);
    return values
      .map(({ id, popularity, asOf }) => `${asOf} ${Number(id.slice(-1))}: ${popularity}`)
      .toSorted();
  };
  const epochs = () => stream.store.published.map(({ kind, files: read }) => `${kind} ${read.length}`);
  return { folder, stream, write, signals, epochs };
}
const FIRST = ["2026-08-01 1: 40", "2026-08-01 2: 20"];

describe("a file of features that is published again under its name", () => {
  it("is read again whole, with its day, and once", async () => {
    const { folder, stream, write, signals, epochs } = await begin();
    write("artists.csv", HEADER + row(1, 55) + row(2, 20));
    write("artists.csv.as-of", "2026-09-01\n");
    expect(await stream.run(folder)).toBe("done");
    expect(await stream.run(folder)).toBe("done");
    expect(await signals()).toEqual([...FIRST, "2026-09-01 1: 55", "2026-09-01 2: 20"]);
    expect(epochs()).toEqual(["dump 2", "features 1"]);
    expect(stream.omittedFiles).toEqual([]);
  });

  it("is read again if its first bytes or its length are the same", async () => {
    const { folder, stream, write, signals } = await begin();
    write("artists.csv", HEADER + row(1, 40) + row(2, 21));
    expect(await stream.run(folder)).toBe("done");
    expect(await signals()).toEqual([...FIRST, "2026-08-01 1: 40", "2026-08-01 2: 21"].toSorted());
  });

  it("is read again if only the day beside it is another", async () => {
    const { folder, stream, write, signals } = await begin();
    write("artists.csv.as-of", "2026-08-02\n");
    expect(await stream.run(folder)).toBe("done");
    expect(await signals()).toEqual([...FIRST, "2026-08-02 1: 40", "2026-08-02 2: 20"]);
  });

  it("is read again if it is an archive", async () => {
    const { folder, stream } = await begin();
    const document = (dark: number) =>
      `{"highlevel": {"timbre": {"all": {"dark": ${dark}, "bright": ${1 - dark}}}}}`;
    const write = (dark: number) =>
      writeArchive(folder, ARCHIVE, [[`d/highlevel/${gidOf(1)}-0.json`, document(dark)]]);
    await write(0.25);
    expect(await stream.run(folder)).toBe("done");
    await write(0.75);
    expect(await stream.run(folder)).toBe("done");
    const records = await stream.records([topics.highLevelDocuments.name]);
    const documents = records
      .filter(({ isMarker }) => !isMarker)
      .map(({ epoch, value }) => [epoch, (value as HighLevelDocument).probabilities["timbre"]!["dark"]]);
    expect(documents).toEqual([
      [2, 0.25],
      [3, 0.75],
    ]);
  });

  it("is read again while packets are followed", async () => {
    const { folder, stream, write, epochs } = await begin();
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    write("artists.csv", HEADER + row(1, 55));
    await vi.waitFor(() => expect(epochs()).toEqual(["dump 2", "features 1"]), 20_000);
    await files.packet(folder, 101);
    await vi.waitFor(() => expect(epochs()).toEqual(["dump 2", "features 1", "packet 1"]), 20_000);
    end.abort();
    await running;
  });

  it("settles what could not be read of its former version", async () => {
    const { folder, stream, write } = await begin();
    write("artists.csv", HEADER + row(1, 40) + row(2, 101));
    expect(await stream.run(folder)).toBe("done");
    const letters = () => stream.store.letters.letters.map(({ epoch, status }) => `${epoch} ${status}`);
    expect(letters()).toEqual(["2 open"]);
    write("artists.csv", HEADER + row(1, 41) + row(2, 102));
    expect(await stream.run(folder)).toBe("done");
    expect(letters()).toEqual(["2 superseded", "3 open"]);
  });

  it("is left alone while it is still being written, in mode once, too", async () => {
    const { folder, stream, write, signals } = await begin();
    stream.clockAheadMs = 0;
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now);
    write("artists.csv", HEADER + row(1, 55));
    utimesSync(join(folder, "artists.csv"), now / 1000, now / 1000);
    const running = stream.run(folder);
    const polls = vi.spyOn(stream.store, "history");
    await vi.waitFor(() => expect(polls.mock.calls.length).toBeGreaterThan(2), 20_000);
    expect(await signals()).toEqual(FIRST);
    write("artists.csv", HEADER + row(1, 55) + row(2, 30));
    stream.clockAheadMs = 60_000;
    expect(await running).toBe("done");
    expect(await signals()).toEqual([...FIRST, "2026-08-01 1: 55", "2026-08-01 2: 30"].toSorted());
  });

  it("is read again if that was while its epoch was open: what was sent may be of both", async () => {
    const { folder, stream, write, signals, epochs } = await begin();
    write("artists.csv", HEADER + row(1, 55) + row(2, 30));
    stream.log.appendsLeft = 0;
    await expect(stream.run(folder)).rejects.toThrow("the broker went away");
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    write("artists.csv", HEADER + row(1, 56) + row(2, 31));
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump 2", "features 1", "features 1"]);
    expect((await signals()).slice(-2)).toEqual(["2026-08-01 2: 31", "2026-08-01 2: 31"]);
  });
});

describe("a file of features that was read", () => {
  it("is not read again, nor hashed twice, if it was only touched", async () => {
    const { folder, stream, epochs } = await begin();
    const recorded = vi.spyOn(stream.store, "recordFeatureFingerprint");
    utimesSync(join(folder, "artists.csv"), 1_000, 1_000);
    expect(await stream.run(folder)).toBe("done");
    expect(await stream.run(folder)).toBe("done");
    expect(recorded.mock.calls).toEqual([["artists.csv", expect.stringMatching(/ 1000000 "2026-08-01"$/)]]);
    expect(epochs()).toEqual(["dump 2"]);
  });

  it("is not missed if it is gone, and not read again if it comes back as it was", async () => {
    const { folder, stream, write, epochs } = await begin();
    rmSync(join(folder, "artists.csv"));
    expect(await stream.run(folder)).toBe("done");
    write("artists.csv", HEADER + row(1, 40) + row(2, 20));
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump 2"]);
  });
});
