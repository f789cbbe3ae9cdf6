import { createHash } from "node:crypto";
import { collaborations } from "@interlude/core-musicbrainz";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SampleWorldOptions, sampleWorld } from "./sample-world.js";
import { Mirror, brokenReferences, read } from "./testing/mirror.js";
import { areaUnderCurve, commonNeighbours } from "./testing/statistics.js";

const smallWorld = fc.record({
  seed: fc.nat(2 ** 32 - 1),
  artists: fc.integer({ min: 1, max: 250 }),
  recordings: fc.integer({ min: 0, max: 900 }),
  packets: fc.integer({ min: 0, max: 5 }),
});

function mirrorOf(options: SampleWorldOptions): Mirror {
  const mirror = new Mirror();
  mirror.loadDump(sampleWorld(options).dumpMembers());
  return mirror;
}

function pairsOf(mirror: Mirror) {
  const artists = mirror.rows("artist") as unknown as { id: number; gid: string; name: string }[];
  const creditNames = mirror.rows("artist_credit_name") as unknown as {
    artist_credit: number;
    artist: number;
  }[];
  const recordings = mirror.rows("recording") as unknown as { id: number; artist_credit: number }[];
  return collaborations({ artists, creditNames, recordings }).pairs;
}

function digest(options: SampleWorldOptions): string {
  const world = sampleWorld(options);
  const hash = createHash("sha256");
  const add = (name: string, lines: Iterable<string>): void => {
    hash.update(`${name}\0`);
    for (const line of lines) hash.update(line);
  };
  for (const { name, lines } of world.dumpMembers()) add(name, lines);
  for (const packet of world.packets()) for (const { name, lines } of packet.members) add(name, lines);
  for (const { path, text } of world.acousticDocuments()) add(path, [text]);
  for (const { members } of world.lowLevelArchives()) for (const { name, lines } of members) add(name, lines);
  add("csv", world.popularityCsv());
  return hash.digest("hex");
}

describe("sampleWorld", () => {
  it("keeps every reference whole, in the dump and after each packet", () => {
    fc.assert(
      fc.property(smallWorld, (options) => {
        const mirror = mirrorOf(options);
        expect(brokenReferences(mirror)).toEqual([]);
        for (const packet of sampleWorld(options).packets()) {
          mirror.apply(read(packet));
          expect(brokenReferences(mirror)).toEqual([]);
        }
        expect(mirror.rows("replication_control")[0]).toMatchObject({
          current_replication_sequence: 200_000 + options.packets,
        });
      }),
      { numRuns: 40 },
    );
  });

  it("gives the same bytes for the same seed and sizes, and others for another seed", () => {
    fc.assert(
      fc.property(smallWorld, (options) => {
        expect(digest(options)).toBe(digest(options));
        expect(digest(options)).not.toBe(digest({ ...options, seed: (options.seed + 1) % 2 ** 32 }));
      }),
      { numRuns: 8 },
    );
  });

  it("gives packet k whatever was read of the packets before it, and as often as it is read", () => {
    const text = (lines: Iterable<string>) => [...lines].join("");
    const data = (packets: number, skip: boolean) => {
      let last = "";
      for (const packet of sampleWorld({ artists: 120, recordings: 500, packets }).packets()) {
        if (skip && packet.sequence < 200_000 + packets) continue;
        last = packet.members.map(({ lines }) => text(lines)).join("");
        expect(packet.members.map(({ lines }) => text(lines)).join("")).toBe(last);
      }
      return last;
    };
    expect(data(6, true)).toBe(data(6, false));
  });

  it("makes and breaks collaborations, merges and renames, with rows enough to be worth a packet", () => {
    const options = { artists: 400, recordings: 2400, packets: 25 };
    const mirror = mirrorOf(options);
    const seen = new Map<string, number>();
    let before = pairsOf(mirror);
    for (const packet of sampleWorld(options).packets()) {
      for (const { table, op } of mirror.apply(read(packet))) {
        seen.set(`${table} ${op}`, (seen.get(`${table} ${op}`) ?? 0) + 1);
      }
      const after = pairsOf(mirror);
      expect([...after.keys()].some((pair) => !before.has(pair))).toBe(true);
      expect([...before.keys()].some((pair) => !after.has(pair))).toBe(true);
      expect(packet.rowCount).toBeGreaterThanOrEqual(100);
      expect(packet.rowCount).toBeLessThan(500);
      before = after;
    }
    const merges = ["artist_gid_redirect i", "artist_credit_gid_redirect i", "recording_gid_redirect i"];
    expect(merges.filter((change) => (seen.get(change) ?? 0) <= 5)).toEqual([]);
    const others = "artist i,artist u,artist d,artist_credit d,recording u,recording d,url i".split(",");
    expect(others.filter((change) => !seen.has(change))).toEqual([]);
  });

  it("has later collaborations that share more neighbours than other pairs at distance two", () => {
    const first = [...pairsOf(mirrorOf({}))].map(([pair, { firstRecording }]) => ({ pair, firstRecording }));
    first.sort((one, other) => one.firstRecording - other.firstRecording);
    const cut = Math.floor(first.length * 0.75);
    const common = commonNeighbours(first.slice(0, cut).map(({ pair }) => pair));
    const later = new Set(first.slice(cut).map(({ pair }) => pair));
    const positives = [...later].flatMap((pair) => common.get(pair) ?? []);
    const negatives = [...common].filter(([pair]) => !later.has(pair)).map(([, count]) => count);
    expect(positives.length).toBeGreaterThan(200);
    expect(areaUnderCurve(positives, negatives)).toBeGreaterThan(0.63);
  });

  it("has special-purpose artists, and credits that name an artist twice, which pairs none with itself", () => {
    const mirror = mirrorOf({ artists: 2000, recordings: 12_000 });
    const names = mirror.rows("artist").map((row) => row["name"] as string);
    expect(names).toContain("Various Artists");
    expect(names).toContain("[unknown]");
    const oddities = [/\\/, /\t/, /"/, /'/, /\p{Emoji_Presentation}/u, /\p{Script=Hebrew}/u];
    expect(oddities.filter((oddity) => !names.some((name) => oddity.test(name)))).toEqual([]);
    const credited = mirror
      .rows("artist_credit_name")
      .map((row) => `${row["artist_credit"]}:${row["artist"]}`);
    expect(new Set(credited).size).toBeLessThan(credited.length);
    const pairs = [...pairsOf(mirror).keys()].map((pair) => pair.split(":"));
    expect(pairs.every(([a, b]) => a! < b!)).toBe(true);
    expect(pairs.flat()).not.toContain("89ad4ac3-39f7-470e-963a-56509c546377");
  });

  it("refuses sizes it cannot make, by code", () => {
    for (const options of [
      { artists: 0 },
      { recordings: -1 },
      { seed: 0.5 },
      { packets: -1 },
      { acousticShare: 2 },
    ]) {
      expect(() => sampleWorld(options)).toThrow(expect.objectContaining({ code: "SAMPLE_BAD_OPTION" }));
    }
  });
});
