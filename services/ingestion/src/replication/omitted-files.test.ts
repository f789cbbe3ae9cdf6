import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();

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
});
