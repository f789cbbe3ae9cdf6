import { ArchiveReader } from "@interlude/infra-archives";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { expect, it } from "vitest";
import { PACKET_LIMITS } from "./archive-limits.js";
import { memberLines } from "./archive-members.js";

const folder = temporaryFolder();
const MEMBERS = [
  ["TIMESTAMP", "now\n"],
  ["empty", ""],
  ["mbdump/artist", "é\n".repeat(100_000)],
  ["mbdump/last", "no line feed"],
] as const;

it("memberLines cuts members into lines, the last one with or without LF", async () => {
  const path = await writeArchive(folder, "lines.tar", MEMBERS);
  const counts: number[] = [];
  for await (const member of new ArchiveReader(path, PACKET_LIMITS).members()) {
    let count = 0;
    for await (const lines of memberLines(member)) count += lines.length;
    counts.push(count);
  }
  expect(counts).toEqual([1, 0, 100_000, 1]);
});
