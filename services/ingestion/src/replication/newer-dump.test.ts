import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableTopics, topics } from "@interlude/contracts";
import { describe, expect, it, vi } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit } from "../testing/music-files.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();

async function begin() {
  const folder = files.newFolder();
  const stream = await MemoryStream.create();
  await files.dump(folder, 100);
  const epochs = () => stream.store.published.map(({ kind, sequence }) => `${kind} ${sequence}`);
  return { folder, stream, epochs };
}

describe("a newer dump", () => {
  it.each([
    [
      "a packet of an unknown schema",
      (folder: string) => files.packet(folder, 101, [], { SCHEMA_SEQUENCE: "32\n" }),
    ],
    ["a gap", (folder: string) => files.packet(folder, 103)],
    [
      "a packet that is damaged",
      async (folder: string) => writeFileSync(join(folder, "replication-101-v2.tar"), "x"),
    ],
  ])("goes on where %s was in the way, by itself", async (_what, write) => {
    const { folder, stream, epochs } = await begin();
    await write(folder);
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(stream.blocked).not.toEqual([]), 10_000);
    await files.dump(folder, 110);
    await files.packet(folder, 111);
    await vi.waitFor(() => expect(epochs()).toEqual(["dump 100", "dump 110", "packet 111"]), 10_000);
    end.abort();
    await running;
  });

  it("comes before packets that could be read, and they are skipped up to its sequence", async () => {
    const { folder, stream, epochs } = await begin();
    expect(await stream.run(folder)).toBe("done");
    await files.dump(folder, 102, [artistCredit(7)]);
    for (const sequence of [101, 102, 103]) await files.packet(folder, sequence);
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump 100", "dump 102", "packet 103"]);
    const rows = (await stream.records([tableTopics.artist_credit.name])).filter(
      ({ epoch, isMarker }) => epoch === 2 && !isMarker,
    );
    expect(rows.map(({ value }) => value)).toEqual([
      expect.objectContaining({
        op: "r",
        after: artistCredit(7),
        source: expect.objectContaining({ kind: "dump", sequence: 102 }),
      }),
    ]);
  });

  it("is not one of an earlier sequence, or of none: it is left alone and said to be", async () => {
    const { folder, stream, epochs } = await begin();
    await files.packet(folder, 101);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.omittedFiles).toEqual([]);
    await files.dump(folder, 99);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.reasonsFor("DUMP_UNUSED")).toEqual([
      "mbdump.tar is of sequence 99, and 101 is reached already; put a newer one there, or take it away",
    ]);
    await files.dump(folder, null);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.reasonsFor("DUMP_UNUSED")).toEqual([
      expect.stringMatching(
        /^mbdump\.tar is tied to no replication sequence, and 101 is reached already; .*start anew/,
      ),
    ]);
    expect(epochs()).toEqual(["dump 100", "packet 101"]);
  });

  it("that cannot be used blocks nothing in mode follow, but is an error in mode once", async () => {
    const { folder, stream, epochs } = await begin();
    expect(await stream.run(folder)).toBe("done");
    await files.dump(folder, 110);
    writeFileSync(join(folder, "SHA256SUMS"), `${"0".repeat(64)} *mbdump.tar\n`);
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["CHECKSUM_MISMATCH"]);
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await files.packet(folder, 101);
    await vi.waitFor(() => expect(epochs()).toEqual(["dump 100", "packet 101"]), 10_000);
    expect(stream.reasonsFor("DUMP_UNUSED")).toEqual([
      expect.stringMatching(/mbdump\.tar cannot be loaded: .*SHA-256/),
    ]);
    end.abort();
    await running;
  });
});

describe("before a dump is sent", () => {
  it("it is compared with its checksums", async () => {
    const { folder, stream, epochs } = await begin();
    const sums = join(folder, "SHA256SUMS");
    writeFileSync(sums, `${"0".repeat(64)} *mbdump.tar\n`);
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["CHECKSUM_MISMATCH"]);
    expect((await stream.records()).filter(({ topic }) => topic !== topics.epochs.name)).toEqual([]);
    const hash = createHash("sha256")
      .update(readFileSync(join(folder, "mbdump.tar")))
      .digest("hex");
    writeFileSync(sums, `${hash} *mbdump.tar\n`);
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump 100"]);
  });

  it("signatures are checked if they are to be, of packets too", async () => {
    const { folder, stream, epochs } = await begin();
    const verified: string[] = [];
    const signatures = {
      verify: async (path: string) => void verified.push(path.slice(folder.length + 1)),
    };
    expect(await stream.run(folder, { signatures })).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["SIGNATURE_MISSING"]);
    const hash = createHash("sha256")
      .update(readFileSync(join(folder, "mbdump.tar")))
      .digest("hex");
    writeFileSync(join(folder, "SHA256SUMS"), `${hash} *mbdump.tar\n`);
    await files.packet(folder, 101);
    expect(await stream.run(folder, { signatures })).toBe("done");
    expect(verified).toEqual(["SHA256SUMS", "replication-101-v2.tar.bz2"]);
    expect(epochs()).toEqual(["dump 100", "packet 101"]);
  });
});

describe("tables that are not kept", () => {
  it("are counted as skipped, in dumps and packets", async () => {
    const { folder, stream } = await begin();
    await files.packet(folder, 101);
    expect(await stream.run(folder, { tables: new Set(["artist"]) })).toBe("done");
    expect(stream.store.counts.map(({ published, skipped }) => [published, skipped])).toEqual([
      [0, { "musicbrainz.artist_credit": 2 }],
      [0, { "musicbrainz.artist_credit": 1 }],
    ]);
  });
});
