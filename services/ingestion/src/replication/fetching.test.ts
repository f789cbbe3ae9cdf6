import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { packetFile } from "@interlude/core-musicbrainz";
import { describe, expect, it, vi } from "vitest";
import type { FeedOutcome } from "../metabrainz/packet-feed.js";
import { CAUGHT_UP, FakeFeed } from "../testing/fake-feed.js";
import { MemoryStream, type RunOptions } from "../testing/memory-stream.js";
import { SourceFiles } from "../testing/source-files.js";
import { KEPT_PACKETS } from "./fetched-packets.js";

const files = new SourceFiles();
const failure = { outcome: "failed", newest: null, waitMs: 0 } as const;
const unreachable: FeedOutcome = { ...failure, code: "FEED_UNREACHABLE", reason: "no response" };
const stopped = (code: "TOKEN_REFUSED" | "PACKET_LOST", waitMs = 0): FeedOutcome => ({
  outcome: "blocked",
  code,
  reason: `${code}, and why`,
  newest: 105,
  waitMs,
});

/** A folder with a dump of sequence 100, a feed, and a stream. */
async function begin() {
  const folder = files.newFolder();
  await files.dump(folder, 100);
  const stream = await MemoryStream.create();
  const feed = new FakeFeed();
  const write = (sequence: number) => files.packet(folder, sequence);
  const sequences = () => stream.store.published.map(({ sequence }) => sequence);
  return { folder, stream, feed, write, sequences };
}

/** Follows until `there` says so. */
async function follow(stream: MemoryStream, folder: string, options: RunOptions, there: () => void) {
  const end = new AbortController();
  const running = stream.run(folder, { ...options, mode: "follow", signal: end.signal });
  await vi.waitFor(there, 10_000);
  end.abort();
  expect(await running).toBe("aborted");
}

describe("ingestion with a feed", () => {
  it("asks for the next packet when the folder has none, and is done once caught up", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    feed.has(101, write).has(102, write, 102);
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(sequences()).toEqual([100, 101, 102]);
    expect(feed.asked).toEqual([101, 102, 103]);
    expect(stream.newest).toBe(102);
  });

  it("asks nothing before there is a catalogue, or after a dump that is tied to no sequence", async () => {
    const feed = new FakeFeed();
    const stream = await MemoryStream.create();
    const folder = files.newFolder();
    expect(await stream.run(folder, { feed })).toBe("done");
    await files.dump(folder, null);
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(feed.asked).toEqual([]);
  });

  it("fills a gap in the folder", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    await write(102);
    feed.has(101, write);
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(sequences()).toEqual([100, 101, 102]);
  });

  it("says that there is a gap where the feed has nothing for it either", async () => {
    const { folder, stream, feed, write } = await begin();
    await write(102);
    expect(await stream.run(folder, { feed })).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["PACKET_GAP"]);
  });

  it("keeps to the feed's waits, and takes what comes into the folder meanwhile", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    feed.on(101, { ...CAUGHT_UP, waitMs: 3_600_000 }).on(102, { ...CAUGHT_UP, waitMs: 3_600_000 });
    await follow(stream, folder, { feed }, () => expect(feed.asked).toEqual([101]));
    const polls = vi.spyOn(stream.store, "history");
    await follow(stream, folder, { feed }, () => expect(polls.mock.calls.length).toBeGreaterThan(2));
    expect(feed.asked).toEqual([101, 101]);
    const end = new AbortController();
    const running = stream.run(folder, { feed, mode: "follow", signal: end.signal });
    await write(101);
    await vi.waitFor(() => expect(sequences()).toEqual([100, 101]), 10_000);
    end.abort();
    await running;
  });

  it("tries again after a failure, and reports it", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    const fetched = async (): Promise<FeedOutcome> => {
      await write(101);
      return { outcome: "fetched", newest: null };
    };
    feed.on(101, unreachable, unreachable, fetched);
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(stream.remarks).toEqual(["FEED_UNREACHABLE: no response", "FEED_UNREACHABLE: no response"]);
    expect(sequences()).toEqual([100, 101]);
    expect(stream.blocked).toEqual([]);
  });

  it("gives up in mode once when it goes on failing", async () => {
    const { folder, stream, feed } = await begin();
    feed.on(101, unreachable);
    expect(await stream.run(folder, { feed })).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["FEED_UNREACHABLE"]);
    expect(feed.asked).toHaveLength(5);
  });

  it("is blocked where the feed stops, and says why", async () => {
    const { folder, stream, feed } = await begin();
    feed.on(101, stopped("TOKEN_REFUSED"));
    expect(await stream.run(folder, { feed })).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["TOKEN_REFUSED"]);
    expect(stream.blocked).toEqual(["TOKEN_REFUSED, and why"]);
    expect(stream.newest).toBe(105);
  });

  it("goes on from the folder although the feed has stopped", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    feed.on(101, stopped("PACKET_LOST", 3_600_000));
    const end = new AbortController();
    const running = stream.run(folder, { feed, mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(stream.blockedCodes).toContain("PACKET_LOST"), 10_000);
    await write(101);
    await vi.waitFor(() => expect(sequences()).toEqual([100, 101]), 10_000);
    end.abort();
    await running;
  });

  it("goes on from a newer dump although a packet is lost", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    feed.on(101, stopped("PACKET_LOST")).has(106, write);
    expect(await stream.run(folder, { feed })).toBe("blocked");
    await files.dump(folder, 105);
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(sequences()).toEqual([100, 105, 106]);
  });

  it("deletes a packet that is no good and fetches it again", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    const outcome = { outcome: "fetched", newest: null } as const;
    const bad = async (): Promise<FeedOutcome> => {
      await files.packet(folder, 101, [], { REPLICATION_SEQUENCE: "99\n" });
      return outcome;
    };
    feed.on(101, bad, bad, async () => {
      await write(101);
      return outcome;
    });
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(sequences()).toEqual([100, 101]);
    expect(stream.blocked).toEqual([]);
  });

  it("stops at a packet that stays bad, and fetches it again an hour later", async () => {
    const { folder, stream, feed, sequences, write } = await begin();
    const name = packetFile(101);
    feed.has(101, async () => writeFileSync(`${folder}/${name}`, "no archive"));
    expect(await stream.run(folder, { feed })).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["ARCHIVE_DAMAGED"]);
    expect(feed.asked).toEqual([101, 101, 101, 101]);
    const end = new AbortController();
    const running = stream.run(folder, { feed, mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(stream.blockedCodes.length).toBeGreaterThan(1), 20_000);
    feed.has(101, write);
    stream.clockAheadMs += 3_700_000;
    await vi.waitFor(() => expect(sequences()).toEqual([100, 101]), 20_000);
    end.abort();
    await running;
  });

  it("never deletes a bad packet that it did not fetch", async () => {
    const { folder, stream, feed } = await begin();
    await files.packet(folder, 101, [], { REPLICATION_SEQUENCE: "99\n" });
    expect(await stream.run(folder, { feed })).toBe("blocked");
    expect(existsSync(`${folder}/${packetFile(101)}`)).toBe(true);
    expect(feed.asked).toEqual([]);
  });

  it("goes on fetching while a packet of a new schema is in the way, so that the lag is known", async () => {
    const { folder, stream, feed, write } = await begin();
    await files.packet(folder, 101, [], { SCHEMA_SEQUENCE: "32\n" });
    feed
      .has(102, write)
      .has(103, write, 103)
      .on(104, { ...CAUGHT_UP, newest: 103 });
    await follow(stream, folder, { feed }, () => expect(feed.asked).toContain(104));
    expect(stream.blockedCodes.at(-1)).toBe("LAYOUT_UNKNOWN_SCHEMA_SEQUENCE");
    expect(stream.newest).toBe(103);
  });

  it("deletes what it fetched and published, except the last ones, and nothing else", async () => {
    const { folder, stream, feed, write, sequences } = await begin();
    await write(101);
    const last = 102 + KEPT_PACKETS + 2;
    for (let sequence = 102; sequence <= last; sequence++) {
      feed.has(sequence, async () => {
        await files.packet(folder, sequence, []);
        writeFileSync(`${folder}/${packetFile(sequence)}.asc`, "");
      });
    }
    expect(await stream.run(folder, { feed })).toBe("done");
    expect(sequences().at(-1)).toBe(last);
    const kept = readdirSync(folder).filter((name) => name.startsWith("replication"));
    const expected = Array.from({ length: KEPT_PACKETS }, (_, at) => packetFile(last - at));
    expect(kept.toSorted()).toEqual(
      [packetFile(101), ...expected, ...expected.map((name) => `${name}.asc`)].toSorted(),
    );
  });
});
