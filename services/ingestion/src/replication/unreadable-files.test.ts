import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tableTopics } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import type { FeatureSource } from "../sources/feature-source.js";
import { FeatureSources } from "../sources/feature-sources.js";
import { MemoryStream } from "../testing/memory-stream.js";
import { SourceFiles } from "../testing/source-files.js";
import type { EpochWriter } from "../writer/epoch-writer.js";

/** Tests may run as root, who may read everything: this source is refused instead. */
class GuardedSource implements FeatureSource {
  readonly name = "guarded";
  isAllowed = false;

  async recognises({ name, path }: { name: string; path: string }): Promise<boolean> {
    if (!name.endsWith(".csv")) return false;
    if (this.isAllowed) return true;
    throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: "EACCES" });
  }

  async read(path: string, writer: EpochWriter): Promise<void> {
    writer.hashes.set(basename(path), "");
  }
}

const files = new SourceFiles();
const OPENED = /^secret\.csv cannot be opened \(EACCES\); let the user that ingestion runs as read it/;

describe("a file that cannot be opened", () => {
  it("is reported, and everything else is read; once it can be opened, it is read too", async () => {
    const folder = files.newFolder();
    await files.dump(folder, 100);
    await files.packet(folder, 101);
    writeFileSync(join(folder, "secret.csv"), "a,b\n");
    const guarded = new GuardedSource();
    const features = new FeatureSources([guarded]);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { features })).toBe("done");
    const omitted = [
      {
        file: "secret.csv",
        what: "file",
        code: "SOURCE_FILE_UNREADABLE",
        field: null,
        count: 1,
        example: expect.stringMatching(OPENED),
      },
    ];
    expect(stream.omittedFiles).toEqual(omitted);
    expect(stream.store.omittedFiles).toEqual(omitted);
    expect((await stream.states()).filter((state) => state.endsWith("published"))).toEqual([
      "1 published",
      "2 published",
    ]);
    expect(
      (await stream.records([tableTopics.artist_credit.name])).filter(({ isMarker }) => !isMarker),
    ).toHaveLength(3);
    guarded.isAllowed = true;
    expect(await stream.run(folder, { features })).toBe("done");
    expect(stream.omittedFiles).toEqual([]);
    expect(stream.store.omittedFiles).toEqual([]);
    expect((await stream.states()).at(-1)).toBe("3 published");
  });
});
