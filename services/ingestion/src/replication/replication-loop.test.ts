import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type EpochStatus, type Marker, deadLetterTopics, tableTopics, topics } from "@interlude/contracts";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { DEFAULT_RETRY } from "@interlude/stage";
import { describe, expect, it, vi } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, creditName, dumpMembers, gidOf, packetMembers } from "../testing/music-files.js";
import { MARKED_TOPICS } from "../writer/epoch-writer.js";

const NO_GID = "00000000-0000-0000-0000-000000000000";
/** A row of a table that is not replicated. */
const AREA_TYPE = { id: 1, name: "City", parent: null, child_order: 0, description: null, gid: NO_GID };

const root = temporaryFolder();
const newFolder = () => mkdtempSync(join(root, "source-"));
const packetName = (sequence: number) => `replication-${sequence}-v2.tar`;
const table = "artist_credit";
const writeDump = (folder: string, control = {}) =>
  writeArchive(
    folder,
    "mbdump.tar",
    dumpMembers({ artist_credit: [artistCredit(1), artistCredit(2)] }, control),
  );
const writePacket = (
  folder: string,
  sequence: number,
  changes: Parameters<typeof packetMembers>[1] = [{ table, after: artistCredit(sequence) }],
  control = {},
) => writeArchive(folder, packetName(sequence), packetMembers(sequence, changes, control));

describe("replicating from a folder", () => {
  it("sends a dump and its packets as epochs, each with markers everywhere", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    await writeDump(folder);
    const changed = artistCredit(1, "new name");
    await writePacket(folder, 101, [
      { table, before: artistCredit(1), after: changed },
      { table, before: artistCredit(2), after: artistCredit(2) },
      { table: "area_type", after: AREA_TYPE },
      { table, before: artistCredit(2) },
    ]);
    expect(await stream.run(folder)).toBe("done");
    const rows = await stream.records([tableTopics.artist_credit.name]);
    const data = rows.filter(({ isMarker }) => !isMarker);
    const dumpSource = { kind: "dump", sequence: 100, xid: null };
    const packetSource = { kind: "packet", sequence: 101, xid: 1 };
    expect(data.map(({ key, epoch, value }) => ({ key, epoch, value }))).toEqual(
      expect.arrayContaining([
        change("artist_credit:1", 1, {
          op: "r",
          after: artistCredit(1),
          source: { ...dumpSource, position: 0 },
        }),
        change("artist_credit:2", 1, {
          op: "r",
          after: artistCredit(2),
          source: { ...dumpSource, position: 1 },
        }),
        change("artist_credit:1", 2, {
          op: "u",
          before: artistCredit(1),
          after: changed,
          source: { ...packetSource, position: 0 },
        }),
        change("artist_credit:2", 2, {
          op: "d",
          before: artistCredit(2),
          source: { ...packetSource, position: 2 },
        }),
      ]),
    );
    expect(data).toHaveLength(4);
    const markers = (await stream.records()).filter(({ isMarker }) => isMarker);
    const partitions = MARKED_TOPICS.reduce((sum, topic) => sum + topic.partitions, 0);
    for (const [epoch, sequence] of [
      [1, 100],
      [2, 101],
    ]) {
      const ofEpoch = markers.filter((marker) => marker.epoch === epoch);
      expect(new Set(ofEpoch.map(({ topic, partition }) => `${topic}/${partition}`)).size).toBe(partitions);
      expect(ofEpoch.every(({ value }) => (value as Marker).sequence === sequence)).toBe(true);
    }
  });

  it("records on the stream what each epoch held", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    await writeArchive(folder, "mbdump.tar", [
      ...dumpMembers({ area_type: [AREA_TYPE] }, { REPLICATION_SEQUENCE: "6\n" }),
      ["mbdump/recording_meta", "1\t\\N\t\\N\n"],
      ["mbdump/statistics.statistic", "1\n2\n"],
    ]);
    const path = await writePacket(folder, 7, [
      { table, after: artistCredit(1), xid: 1 },
      { table, before: artistCredit(2), after: artistCredit(2), xid: 2 },
      { table: "area_type", after: AREA_TYPE, xid: 3 },
    ]);
    await stream.run(folder);
    const states = (await stream.records([topics.epochs.name])).map(({ value }) => value as EpochStatus);
    expect(states.map(({ state }) => state)).toEqual(["started", "published", "started", "published"]);
    expect(states[1]).toMatchObject({
      epoch: 1,
      sequence: 6,
      kind: "dump",
      published: 0,
      skipped: { "musicbrainz.area_type": 1, "musicbrainz.recording_meta": 1, "statistics.statistic": 2 },
    });
    expect(states[3]).toMatchObject({
      epoch: 2,
      sequence: 7,
      kind: "packet",
      source: packetName(7),
      sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
      schemaSequence: 31,
      transactions: 3,
      published: 1,
      noOps: 1,
      skipped: { "musicbrainz.area_type": 1 },
      rejected: 0,
    });
  });

  it("turns an update of the primary key into a deletion and a creation", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    const [before, after] = [creditName(7, 0, 3), creditName(8, 0, 3)];
    await writePacket(folder, 7, [{ table: "artist_credit_name", before, after }]);
    await stream.run(folder);
    const rows = (await stream.records([tableTopics.artist_credit_name.name])).filter(
      ({ isMarker }) => !isMarker,
    );
    expect(rows.map(({ key, value }) => [key, (value as { op: string }).op]).sort()).toEqual([
      ["artist_credit:7", "d"],
      ["artist_credit:8", "c"],
    ]);
  });

  it("sends bad rows to dead letters with file, line and bytes, and sends the others", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    const members = new Map(dumpMembers({ artist_credit: [artistCredit(1), artistCredit(2)] }));
    const good = String(members.get("mbdump/artist_credit"));
    const bad = Buffer.concat([Buffer.from("3\tonly two\n"), Buffer.from([0xff, 0x0a])]);
    members.set("mbdump/artist_credit", Buffer.concat([bad, Buffer.from(good)]));
    await writeArchive(folder, "mbdump.tar", [...members]);
    expect(await stream.run(folder)).toBe("done");
    const letters = await stream.records([deadLetterTopics.ingestion.name]);
    expect(letters.map(({ value }) => value)).toEqual([
      expect.objectContaining({
        code: "ROW_FIELD_COUNT",
        reason: expect.stringContaining("too few fields: 2, expected 7"),
        file: "mbdump.tar",
        line: 1,
        headers: { member: "mbdump/artist_credit" },
        value: Buffer.from("3\tonly two"),
      }),
      expect.objectContaining({ code: "COPY_INVALID_UTF8", line: 2, value: Buffer.from([0xff]) }),
    ]);
    const rows = await stream.records([tableTopics.artist_credit.name]);
    expect(rows.filter(({ isMarker }) => !isMarker)).toHaveLength(2);
  });
});

describe("stopping where going on would be wrong", () => {
  it.each([
    ["PACKET_GAP", /101 is missing and 102/, (folder: string) => writePacket(folder, 102)],
    [
      "LAYOUT_UNKNOWN_SCHEMA_SEQUENCE",
      /replication-101-v2\.tar: schema sequence 32 is not known.*Upgrade/,
      (folder: string) => writePacket(folder, 101, [], { SCHEMA_SEQUENCE: "32\n" }),
    ],
    [
      "PACKET_SCHEMA_CHANGED",
      /schema sequence 30, but the stream is at 31/,
      (folder: string) => writePacket(folder, 101, [], { SCHEMA_SEQUENCE: "30\n" }),
    ],
    [
      "PACKET_SEQUENCE_MISMATCH",
      /replication-101-v2\.tar: REPLICATION_SEQUENCE: the packet says it is 105/,
      (folder: string) => writePacket(folder, 101, [], { REPLICATION_SEQUENCE: "105\n" }),
    ],
    [
      "DBMIRROR_VERSION_UNSUPPORTED",
      /replication-101-v2\.tar.*only 2 is read/,
      (folder: string) => writePacket(folder, 101, [], { DBMIRROR_VERSION: "1\n" }),
    ],
    [
      "ARCHIVE_DAMAGED",
      /replication-101-v2\.tar has no mbdump\/pending_data/,
      (folder: string) => writeArchive(folder, packetName(101), packetMembers(101, []).slice(0, -1)),
    ],
  ])("stops with %s, sends nothing of the packet, and says why", async (code, reason, write) => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    await writeDump(folder);
    await write(folder);
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes.at(-1)).toBe(code);
    expect(stream.blocked.at(-1)).toMatch(reason);
    const later = (await stream.records()).filter(
      ({ epoch, topic }) => epoch > 1 && topic !== topics.epochs.name,
    );
    expect(later).toEqual([]);
  });

  it("goes on by itself once the file is replaced or the gap filled", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    await writeDump(folder);
    await writePacket(folder, 101, [], { SCHEMA_SEQUENCE: "32\n" });
    await writePacket(folder, 103);
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(stream.blockedCodes).toContain("LAYOUT_UNKNOWN_SCHEMA_SEQUENCE"), 5_000);
    await writePacket(folder, 101);
    await vi.waitFor(() => expect(stream.blockedCodes.at(-1)).toBe("PACKET_GAP"), 5_000);
    await writePacket(folder, 102);
    await vi.waitFor(() => expect(stream.store.published).toHaveLength(4), 5_000);
    end.abort();
    expect(await running).toBe("aborted");
    expect(stream.store.published.map(({ sequence }) => sequence)).toEqual([100, 101, 102, 103]);
    expect(await stream.states()).toEqual([
      "1 started",
      "1 published",
      "2 refused",
      "2 started",
      "2 published",
      "3 started",
      "3 published",
      "4 started",
      "4 published",
    ]);
  });

  it("waits for a file that is still arriving", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    stream.clockAheadMs = -3_600_000;
    const path = await writePacket(folder, 7);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, 2_000));
    const running = stream.run(folder);
    const polls = vi.spyOn(stream.store, "history");
    await vi.waitFor(() => expect(polls.mock.calls.length).toBeGreaterThan(2), 10_000);
    expect(stream.blocked).toEqual([]);
    writeFileSync(path, whole);
    expect(await running).toBe("done");
    expect(await stream.states()).toEqual(["1 started", "1 published"]);
  });

  it("rejects archives of two exports before sending a row", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    await writeDump(folder);
    await writeArchive(folder, "mbdump-derived.tar", dumpMembers({}, { REPLICATION_SEQUENCE: "99\n" }));
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["ARCHIVES_DISAGREE"]);
    expect((await stream.store.history()).open).toBeNull();
  });

  it("says so where there is no folder", async () => {
    const stream = await MemoryStream.create();
    expect(await stream.run(join(root, "nowhere"))).toBe("blocked");
    expect(stream.blocked[0]).toMatch(/nowhere cannot be read \(ENOENT\)/);
  });
});

describe("after a crash", () => {
  it.each([
    [0, false, []],
    [0, true, []],
    [1, false, [1]],
    [1, true, [1]],
  ])(
    "does the open epoch again under its number (append %i fails, and is in the log all the same: %s)",
    async (appendsLeft, isAppendedUnseen, published) => {
      const folder = newFolder();
      const stream = await MemoryStream.create();
      await writeDump(folder);
      await writePacket(folder, 101);
      Object.assign(stream.log, { appendsLeft, isAppendedUnseen });
      await expect(stream.run(folder)).rejects.toThrow("the broker went away");
      expect(stream.store.published.map(({ epoch }) => epoch)).toEqual(published);
      stream.log.appendsLeft = Number.POSITIVE_INFINITY;
      expect(await stream.run(folder)).toBe("done");
      expect(stream.store.published.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
        [1, 100],
        [2, 101],
      ]);
      const latest = new Map<string, unknown>();
      for (const { key, epoch, isMarker, value } of await stream.records([tableTopics.artist_credit.name])) {
        if (!isMarker) latest.set(key, [epoch, (value as { after: { gid: string } }).after.gid]);
      }
      expect(Object.fromEntries(latest)).toEqual({
        "artist_credit:1": [1, gidOf(1)],
        "artist_credit:2": [1, gidOf(2)],
        "artist_credit:101": [2, gidOf(101)],
      });
      // A partition that has the marker got all of the epoch, and gets nothing of it after.
      const markers = (await stream.records()).filter(({ isMarker }) => isMarker);
      expect(new Set(markers.map((one) => `${one.topic}/${one.partition} ${one.epoch}`)).size).toBe(
        markers.length,
      );
    },
  );

  it("waits until the brokers are back, however often it has to try, and loses and doubles nothing", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    await writeDump(folder);
    await writePacket(folder, 101);
    stream.log.outage = DEFAULT_RETRY.attempts + 1;
    expect(await stream.run(folder, { isPatient: true })).toBe("done");
    expect(stream.retried).toEqual(Array.from({ length: 7 }, () => "LOG_UNREACHABLE"));
    const rows = (await stream.records([tableTopics.artist_credit.name])).filter(({ isMarker }) => !isMarker);
    expect(rows.map(({ key }) => key).toSorted()).toEqual([
      "artist_credit:1",
      "artist_credit:101",
      "artist_credit:2",
    ]);
  });

  it("does not finish an epoch from other files than it was started with", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    const path = await writePacket(folder, 7);
    stream.log.appendsLeft = 0;
    await expect(stream.run(folder)).rejects.toThrow("the broker went away");
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    const first = readFileSync(path);
    await writePacket(folder, 7, [{ table, after: artistCredit(70) }]);
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes.at(-1)).toBe("SOURCE_FILE_CHANGED");
    writeFileSync(path, first);
    expect(await stream.run(folder)).toBe("done");
  });

  it("asks for a file of the open epoch that is gone", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    const path = await writePacket(folder, 7);
    stream.log.appendsLeft = 0;
    await expect(stream.run(folder)).rejects.toThrow("the broker went away");
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    renameSync(path, `${path}.away`);
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes.at(-1)).toBe("SOURCE_FILE_MISSING");
  });
});

describe("a dump that was cut", () => {
  it("stays one open epoch that a whole file of the same export finishes", async () => {
    const folder = newFolder();
    const stream = await MemoryStream.create();
    const path = await writeDump(folder);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 2_000));
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blocked.at(-1)).toMatch(/mbdump\.tar is damaged or incomplete/);
    expect((await stream.records()).some(({ isMarker }) => isMarker)).toBe(false);
    writeFileSync(path, whole);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.map(({ epoch }) => epoch)).toEqual([1]);
    rmSync(folder, { recursive: true });
  });
});

function change(key: string, epoch: number, value: object) {
  const ts = Date.UTC(2026, 4, 11, 21, 14, 26) * 1000 + 878_674;
  return { key, epoch, value: expect.objectContaining({ before: null, after: null, ts, ...value }) };
}
