import { readFileSync, writeFileSync } from "node:fs";
import { type Marker, tableTopics } from "@interlude/contracts";
import { describe, expect, it, vi } from "vitest";
import { FakeFeed } from "../testing/fake-feed.js";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit } from "../testing/music-files.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();
const table = "artist_credit";
const REVISION = 2 ** 32;

/** A folder with a dump of sequence 100 and packets 101 and 102, all published. */
async function published() {
  const folder = files.newFolder();
  const stream = await MemoryStream.create();
  await files.dump(folder, 100);
  const path = await files.packet(folder, 101);
  await files.packet(folder, 102);
  expect(await stream.run(folder)).toBe("done");
  const publishAgain = (name = "fixed") =>
    files.packet(folder, 101, [{ table, after: artistCredit(101, name) }]);
  return { folder, stream, path, publishAgain };
}

/** Rows of an epoch, as `name at sequence/position`. */
async function rowsOf(stream: MemoryStream, epoch: number): Promise<string[]> {
  const records = await stream.records([tableTopics.artist_credit.name]);
  return records
    .filter((record) => record.epoch === epoch && !record.isMarker)
    .map(({ value }) => {
      const { after, source } = value as {
        after: { name: string };
        source: { sequence: number; position: number };
      };
      return `${after.name} at ${source.sequence}/${source.position}`;
    });
}

describe("a packet that is published again under its number", () => {
  it("is reported and not applied", async () => {
    const { folder, stream, publishAgain } = await published();
    expect(stream.changedPackets).toEqual([]);
    await publishAgain();
    expect(await stream.run(folder)).toBe("done");
    expect(stream.changedPackets).toEqual([101]);
    expect(stream.store.published).toHaveLength(3);
  });

  it("is noticed while following, and forgotten when the first version is back", async () => {
    const { folder, stream, path, publishAgain } = await published();
    const first = readFileSync(path);
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await publishAgain();
    stream.clockAheadMs += 20_000;
    await vi.waitFor(() => expect(stream.changedPackets).toEqual([101]), 10_000);
    writeFileSync(path, first);
    stream.clockAheadMs += 20_000;
    await vi.waitFor(() => expect(stream.changedPackets).toEqual([]), 10_000);
    end.abort();
    await running;
  });

  it("is hashed only when its size or time changes", async () => {
    const { folder, stream } = await published();
    expect((await stream.store.applied([101, 102])).map(({ fingerprint }) => fingerprint)).toEqual([
      expect.stringMatching(/^replication-101/),
      expect.stringMatching(/^replication-102/),
    ]);
    const recognised = vi.spyOn(stream.store, "recordFingerprint");
    await stream.run(folder);
    expect(recognised).not.toHaveBeenCalled();
  });

  it("is applied when forced, above its former self, without the stream going back", async () => {
    const { folder, stream, publishAgain } = await published();
    await publishAgain();
    expect(await stream.run(folder, { reapply: [101] })).toBe("done");
    expect(stream.changedPackets).toEqual([]);
    expect(await rowsOf(stream, 2)).toEqual(["credit 101 at 101/0"]);
    expect(await rowsOf(stream, 4)).toEqual([`fixed at 101/${REVISION}`]);
    expect(stream.store.published.at(-1)).toMatchObject({ epoch: 4, kind: "packet", sequence: 102 });
    const markers = (await stream.records()).filter(({ epoch, isMarker }) => epoch === 4 && isMarker);
    expect(new Set(markers.map(({ value }) => (value as Marker).sequence))).toEqual(new Set([102]));
    await files.packet(folder, 103);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.at(-1)).toMatchObject({ epoch: 5, sequence: 103 });
  });

  it("is applied again as often as it is forced, each time above", async () => {
    const { folder, stream } = await published();
    await stream.run(folder, { reapply: [101, 102] });
    await stream.run(folder, { reapply: [101] });
    expect(await rowsOf(stream, 4)).toEqual([`credit 101 at 101/${REVISION}`]);
    expect(await rowsOf(stream, 5)).toEqual([`credit 102 at 102/${REVISION}`]);
    expect(await rowsOf(stream, 6)).toEqual([`credit 101 at 101/${2 * REVISION}`]);
  });

  it("is finished after a crash as it was started, and once", async () => {
    const { folder, stream, publishAgain } = await published();
    await publishAgain();
    stream.log.appendsLeft = 0;
    await expect(stream.run(folder, { reapply: [101] })).rejects.toThrow("the broker went away");
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    expect(await stream.run(folder, { reapply: [101] })).toBe("done");
    expect(stream.store.published.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(new Set(await rowsOf(stream, 4))).toEqual(new Set([`fixed at 101/${REVISION}`]));
  });

  it("is fetched where it is not in the folder any more", async () => {
    const { folder, stream, publishAgain } = await published();
    const other = files.newFolder();
    const feed = new FakeFeed().has(101, () => files.packet(other, 101));
    expect(await stream.run(other, { feed, reapply: [101] })).toBe("done");
    expect(await rowsOf(stream, 4)).toEqual([`credit 101 at 101/${REVISION}`]);
    await publishAgain();
    expect(await stream.run(folder, { reapply: [101] })).toBe("done");
  });

  it.each([
    [100, "PACKET_NOT_APPLIED", /the dump of sequence 100 holds it/],
    [103, "PACKET_NOT_APPLIED", /it comes in its turn/],
  ])("cannot be number %i, which was not applied", async (packet, code, reason) => {
    const { folder, stream } = await published();
    expect(await stream.run(folder, { reapply: [packet] })).toBe("blocked");
    expect(stream.blockedCodes).toEqual([code]);
    expect(stream.blocked[0]).toMatch(reason);
  });

  it("does not hold up ingestion that is told to force what it cannot", async () => {
    const { folder, stream } = await published();
    await files.packet(folder, 103);
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", reapply: [90, 101], signal: end.signal });
    await vi.waitFor(() => expect(stream.store.published).toHaveLength(5), 10_000);
    end.abort();
    await running;
    expect(stream.remarks).toEqual([expect.stringMatching(/^PACKET_NOT_APPLIED: packet 90/)]);
    expect(await rowsOf(stream, 4)).toEqual([`credit 101 at 101/${REVISION}`]);
    expect(stream.store.published.at(-1)).toMatchObject({ sequence: 103 });
  });
});
