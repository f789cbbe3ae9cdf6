import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();

afterEach(() => vi.restoreAllMocks());

describe("files that no source reads", () => {
  it("are told and kept beside those that are read, until they are taken away", async () => {
    const folder = files.newFolder();
    await files.dump(folder, 100);
    writeFileSync(join(folder, "playlists.csv"), "a;b\n1;2\n");
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published).toHaveLength(1);
    const omitted = [expect.objectContaining({ file: "playlists.csv", code: "FILE_UNRECOGNISED" })];
    expect(stream.omittedFiles).toEqual(omitted);
    expect(stream.store.omittedFiles).toEqual(omitted);
    rmSync(join(folder, "playlists.csv"));
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.omittedFiles).toEqual([]);
  });

  it("are not named while they may still be arriving", async () => {
    const folder = files.newFolder();
    const path = join(folder, "artists.csv");
    const stream = await MemoryStream.create();
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now);
    stream.clockAheadMs = 0;
    writeFileSync(path, "");
    utimesSync(path, now / 1000, now / 1000);
    const polls = vi.spyOn(stream.store, "history");
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(polls.mock.calls.length).toBeGreaterThan(2), 20_000);
    expect(stream.omittedFiles).toEqual([]);
    stream.clockAheadMs = 60_000;
    await vi.waitFor(() => expect(stream.omittedFiles).toHaveLength(1), 20_000);
    end.abort();
    await running;
  });
});
