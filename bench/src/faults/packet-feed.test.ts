import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PacketFeed } from "./packet-feed.js";

const PACKETS = ["replication-7-v2.tar", "replication-8-v2.tar", "replication-9-v2.tar"];
let folder: string;

function mkdirOf(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "interlude-feed-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("a feed begins with what is no packet, and gives the packets in order", async () => {
  const sample = join(folder, "sample");
  for (const file of ["mbdump.tar", ...PACKETS]) writeFileSync(join(mkdirOf(sample), file), file);
  const feed = new PacketFeed(sample, join(folder, "source"), PACKETS);
  expect([readdirSync(feed.folder), feed.newestSequence]).toEqual([["mbdump.tar"], 0]);
  await Promise.all([feed.give(2, 0), feed.more(1)]);
  expect([readdirSync(feed.folder).length, feed.given, feed.newestSequence]).toEqual([3, 2, 8]);
  await expect(feed.more(1)).rejects.toThrow(RangeError);
  await expect(feed.give(2, 0)).rejects.toThrow(RangeError);
});

it("a feed that was stopped gives no more", async () => {
  const sample = join(folder, "sample");
  for (const file of PACKETS) writeFileSync(join(mkdirOf(sample), file), file);
  const feed = new PacketFeed(sample, join(folder, "source"), PACKETS);
  feed.stop();
  await feed.give(3, 0);
  expect(feed.given).toBe(0);
});
