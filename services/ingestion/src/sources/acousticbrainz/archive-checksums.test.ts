import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topics } from "@interlude/contracts";
import { writeArchive } from "@interlude/infra-archives/testing";
import { describe, expect, it, vi } from "vitest";
import { MemoryStream } from "../../testing/memory-stream.js";
import { gidOf } from "../../testing/music-files.js";
import { SourceFiles } from "../../testing/source-files.js";

const files = new SourceFiles();
const FIRST = "acousticbrainz-highlevel-json-20220623-0.tar.zst";
const SECOND = "acousticbrainz-highlevel-json-20220623-1.tar.zst";

/** A folder with two archives of a document each, and a table that no list names. */
async function featureFolder(): Promise<string> {
  const folder = files.newFolder();
  for (const [i, name] of [FIRST, SECOND].entries()) {
    const document = '{"highlevel": {"timbre": {"all": {"dark": 1}}}}';
    await writeArchive(folder, name, [[`d/highlevel/${gidOf(i)}-0.json`, document]]);
  }
  writeFileSync(join(folder, "artists-2021-04-01.csv"), "id,followers,genres,name,popularity\n");
  return folder;
}
const sumOf = (folder: string, name: string) =>
  createHash("sha256")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
const writeSums = (folder: string, sums: Readonly<Record<string, string>>, list = "sha256sums") =>
  writeFileSync(
    join(folder, list),
    Object.entries(sums)
      .map(([name, sum]) => `${sum}  ${name}\n`)
      .join(""),
  );
const sent = async (stream: MemoryStream) =>
  (await stream.records([topics.highLevelDocuments.name])).filter(({ isMarker }) => !isMarker).length;

describe("sha256sums beside archives of AcousticBrainz", () => {
  it("is held against them; it may be missing, and a dump's list is not theirs", async () => {
    const folder = await featureFolder();
    writeSums(folder, { "mbdump.tar.bz2": "0".repeat(64) }, "SHA256SUMS");
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("done");
    const listed = await featureFolder();
    writeSums(listed, { [FIRST]: sumOf(listed, FIRST), [SECOND]: sumOf(listed, SECOND) });
    const other = await MemoryStream.create();
    expect(await other.run(listed)).toBe("done");
    expect([await sent(stream), await sent(other)]).toEqual([2, 2]);
  });

  it("stops everything before the first record where one of them is another", async () => {
    const folder = await featureFolder();
    writeSums(folder, { [FIRST]: sumOf(folder, FIRST), [SECOND]: "0".repeat(64) });
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes.at(-1)).toBe("CHECKSUM_MISMATCH");
    expect(stream.blocked.at(-1)).toMatch(new RegExp(`${SECOND} has SHA-256 .* sha256sums says 0{64}`));
    expect(await sent(stream)).toBe(0);
    expect(await stream.states()).toEqual(["1 refused"]);
    writeSums(folder, { [FIRST]: sumOf(folder, FIRST), [SECOND]: sumOf(folder, SECOND) });
    expect(await stream.run(folder)).toBe("done");
    expect(await sent(stream)).toBe(2);
  });

  it("is read again when it changes, by a process that stopped at it", async () => {
    const folder = await featureFolder();
    writeSums(folder, { [FIRST]: sumOf(folder, FIRST), [SECOND]: "0".repeat(64) });
    const stream = await MemoryStream.create();
    const stopping = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: stopping.signal });
    await vi.waitFor(() => expect(stream.blockedCodes).toContain("CHECKSUM_MISMATCH"), 20_000);
    writeSums(folder, { [FIRST]: sumOf(folder, FIRST), [SECOND]: sumOf(folder, SECOND) });
    await vi.waitFor(async () => expect((await stream.states()).at(-1)).toBe("1 published"), 20_000);
    stopping.abort();
    expect(await running).toBe("aborted");
  });

  it("stops before the dump that they came with", async () => {
    const folder = await featureFolder();
    await files.dump(folder, 100);
    writeSums(folder, { [FIRST]: sumOf(folder, FIRST) });
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blocked.at(-1)).toMatch(/sha256sums does not name .*-1\.tar\.zst/);
    expect(await stream.states()).toEqual(["1 refused"]);
  });

  it("is rejected if it is something else", async () => {
    const folder = await featureFolder();
    writeFileSync(join(folder, "sha256sums"), "<html>\n");
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blocked.at(-1)).toMatch(/line 1 of sha256sums is not/);
  });
});
