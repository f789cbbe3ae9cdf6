import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decompress } from "./decompress.js";
import { ArchiveMeter } from "./limits.js";
import { packed, temporaryFolder } from "./testing/archives.js";

const folder = temporaryFolder();

describe("bzip2 in this process", () => {
  const content = Buffer.from("a line of text\n".repeat(200_000));
  const read = async (path: string): Promise<Buffer> => {
    const meter = new ArchiveMeter(path, { totalBytes: 1024 ** 3 / 2, ratio: 250 });
    const chunks: Buffer[] = [];
    for await (const chunk of decompress(path, "unbzip2-stream", meter, createHash("sha256")))
      chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it("gives the same bytes as the program", async () => {
    const path = join(folder, "own.bz2");
    writeFileSync(path, packed(path, content));
    expect((await read(path)).equals(content)).toBe(true);
  });

  it("fails on a file that was cut", async () => {
    const path = join(folder, "cut.bz2");
    writeFileSync(path, packed(path, content).subarray(0, -20));
    await expect(read(path)).rejects.toBeInstanceOf(Error);
  });
});
