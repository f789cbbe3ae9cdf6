import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();

async function appliedPackets() {
  const folder = files.newFolder();
  await files.dump(folder, 100);
  const paths = [await files.packet(folder, 101), await files.packet(folder, 102)] as const;
  const stream = await MemoryStream.create();
  expect(await stream.run(folder)).toBe("done");
  return { folder, paths, stream };
}

describe("regression: a packet that could not be read was taken for unchanged", () => {
  it("is reported with the file, the error and what to do, and the others are compared", async () => {
    const { folder, paths, stream } = await appliedPackets();
    rmSync(paths[0]);
    mkdirSync(paths[0]);
    await files.packet(folder, 102, []);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.uncompared).toEqual([
      expect.stringMatching(/^replication-101-v2\.tar\.bz2 cannot be read \(EISDIR\); let the user .*/),
    ]);
    expect(stream.changedPackets).toEqual([102]);
  });

  it("is reported if it cannot even be looked up", async () => {
    const { folder, paths, stream } = await appliedPackets();
    rmSync(paths[1]);
    symlinkSync(paths[1], paths[1]);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.uncompared).toEqual([expect.stringMatching(/102.* cannot be looked up \(ELOOP\)/)]);
  });

  it("is unchanged if it was removed", async () => {
    const { folder, paths, stream } = await appliedPackets();
    rmSync(paths[0]);
    expect(await stream.run(folder)).toBe("done");
    expect([stream.changedPackets, stream.uncompared]).toEqual([[], []]);
  });
});

describe("regression: a packet that could not be looked up ended the process", () => {
  it("blocks the stream by its name until it can be, without a record of each poll", async () => {
    const folder = files.newFolder();
    await files.dump(folder, 100);
    const path = await files.packet(folder, 101);
    rmSync(path);
    symlinkSync(path, path);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["SOURCE_FILE_UNREADABLE"]);
    expect(stream.blocked[0]).toMatch(/^replication-101-v2\.tar\.bz2 cannot be looked up \(ELOOP\)/);
    rmSync(path);
    await files.packet(folder, 101);
    expect(await stream.run(folder)).toBe("done");
    expect(await stream.states()).toEqual(["1 started", "1 published", "2 started", "2 published"]);
  });
});
