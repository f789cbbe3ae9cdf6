import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { ingestionOmissions } from "../checks/index.js";
import { omittedFile } from "./omitted-file.js";
import { EMPTY_HISTORY } from "../testing/empty-history.js";
import { MemoryEpochStore } from "../testing/memory-epoch-store.js";
import type { Epoch, EpochCounts, EpochStore } from "./epoch.js";
import { EpochRepository } from "./epoch.repository.js";

const omission = {
  file: "mbdump.tar.bz2",
  what: "row",
  code: "ROW_BAD_INTEGER",
  field: null,
  count: 3,
  example: "mbdump/artist, line 7: not a number",
} as const;
const counts: EpochCounts = {
  transactions: 3,
  published: 2,
  noOps: 1,
  ignored: 5,
  deadLetters: 0,
  skipped: { "musicbrainz.tag": 7 },
  omissions: [omission],
};
const sent = new Map([["musicbrainz.artist", 2]]);
const contents = (hashes: ReadonlyMap<string, string>) => ({
  counts,
  hashes,
  sent,
  rejected: [],
  mixed: [],
  replay: null,
});
const dump: Epoch = {
  epoch: 1,
  kind: "dump",
  files: [
    { name: "a.csv", kind: "features", fingerprint: "5 1" },
    { name: "gone.csv", kind: "features" },
    { name: "mbdump.tar.bz2", kind: "dump" },
  ],
  sequence: 100,
  sourceSequence: 100,
  schemaSequence: 31,
  upTo: 1_000,
  identity: "2026",
};
const packet: Epoch = {
  epoch: 2,
  kind: "packet",
  files: [{ name: "replication-101-v2.tar.bz2", kind: "packet" }],
  sequence: 101,
  sourceSequence: 101,
  schemaSequence: 31,
  upTo: 2_000,
  identity: "abc",
};

let test: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "ingestion");
});
afterAll(() => test.dispose());

const stores: [string, () => EpochStore][] = [
  ["PostgreSQL", () => new EpochRepository(test.database)],
  ["memory", () => new MemoryEpochStore()],
];

describe.each(stores)("epochs in %s", (_name, create) => {
  beforeEach(() => test.database.query("truncate epochs, epoch_files, spooled_packets"));

  it("know the feature files that were read, as they were read last", async () => {
    const store = create();
    const features: Epoch = { ...dump, kind: "features", files: dump.files.slice(0, 1) };
    const read = async () => Object.fromEntries((await store.history()).featureFiles);
    await store.start(features);
    await store.publish(1, contents(new Map([["a.csv", "11"]])));
    expect(await read()).toEqual({ "a.csv": { sha256: "11", fingerprint: "5 1" } });
    await store.recordFeatureFingerprint("a.csv", "5 2");
    expect(await read()).toEqual({ "a.csv": { sha256: "11", fingerprint: "5 2" } });
    await store.start({ ...features, epoch: 2 });
    await store.publish(2, contents(new Map([["a.csv", "22"]])));
    expect(await read()).toEqual({ "a.csv": { sha256: "22", fingerprint: "5 1" } });
    await store.start({ ...features, epoch: 3 });
    await store.publish(3, { ...contents(new Map([["a.csv", "33"]])), mixed: ["a.csv"] });
    expect(await read()).toEqual({ "a.csv": { sha256: "", fingerprint: null } });
  });

  it("go from nothing over started to published", async () => {
    const store = create();
    expect(await store.history()).toEqual(EMPTY_HISTORY);
    await store.start(dump);
    await store.start(dump);
    expect(await store.history()).toEqual({ ...EMPTY_HISTORY, open: dump });
    const hashes = new Map([
      ["a.csv", "11"],
      ["mbdump.tar.bz2", "22"],
    ]);
    await store.publish(1, contents(hashes));
    await store.start(packet);
    const reached = {
      hasCatalogue: true,
      schemaSequence: 31,
      dump: { sequence: 100, sourceSequence: 100, identity: "2026", archives: ["mbdump.tar.bz2"] },
      hasRequestedLetters: false,
      featureFiles: new Map([["a.csv", { sha256: "11", fingerprint: "5 1" }]]),
      omissions: [omission],
    };
    expect(await store.history()).toEqual({
      ...reached,
      lastEpoch: 1,
      sequence: 100,
      upTo: 1_000,
      open: packet,
    });
    await store.publish(2, contents(new Map([["replication-101-v2.tar.bz2", "33"]])));
    expect(await store.history()).toEqual({
      ...reached,
      lastEpoch: 2,
      sequence: 101,
      upTo: 2_000,
      open: null,
      omissions: [omission, omission],
    });
  });

  it("know an untied dump from no dump", async () => {
    const store = create();
    await store.start({ ...dump, sequence: null });
    await store.publish(1, contents(new Map()));
    expect(await store.history()).toMatchObject({ hasCatalogue: true, sequence: null, schemaSequence: 31 });
  });
});

describe.each(stores)("packets in %s", (_name, create) => {
  beforeEach(() => test.database.query("truncate epochs, epoch_files, spooled_packets"));
  const file = "replication-101-v2.tar.bz2";
  const publish = async (store: EpochStore, epoch: Epoch, sha256: string) => {
    await store.start(epoch);
    await store.publish(epoch.epoch, contents(new Map(epoch.files.map(({ name }) => [name, sha256]))));
  };

  it("are known by the hash they were applied with last, until a newer dump", async () => {
    const store = create();
    await publish(store, dump, "1");
    await publish(store, packet, "33");
    const first = { packet: 101, sha256: "33", fingerprint: null, applications: 1 };
    expect(await store.applied([100, 101, 102])).toEqual([first]);
    await store.recordFingerprint(101, "as it is");
    expect(await store.applied([101])).toEqual([{ ...first, fingerprint: "as it is" }]);
    await publish(store, { ...packet, epoch: 3 }, "44");
    const second = { packet: 101, sha256: "44", fingerprint: null, applications: 2 };
    expect(await store.applied([101])).toEqual([second]);
    await store.start({ ...packet, epoch: 4 });
    expect(await store.applied([101])).toEqual([second]);
    await store.publish(4, contents(new Map([[file, "44"]])));
    await publish(store, { ...dump, epoch: 5, sequence: null, sourceSequence: 5 }, "2");
    expect(await store.applied([101])).toEqual([]);
    expect((await store.history()).dump).toMatchObject({
      sequence: null,
      sourceSequence: 5,
      identity: "2026",
    });
  });

  it("that were fetched are stored until they are removed", async () => {
    const store = create();
    for (const number of [9, 7, 8]) await store.addFetched({ packet: number, file: `${number}` });
    await store.addFetched({ packet: 7, file: "seven" });
    await store.removeFetched([8, 10]);
    expect(await store.fetchedPackets()).toEqual([
      { packet: 7, file: "seven" },
      { packet: 9, file: "9" },
    ]);
  });
});

describe("in PostgreSQL", () => {
  it("at most one epoch is open", async () => {
    await test.database.query("truncate epochs, epoch_files, spooled_packets");
    const store = new EpochRepository(test.database);
    await store.start(dump);
    await expect(store.start(packet)).rejects.toThrow(/one_open_epoch/);
  });

  it("an open epoch takes another number with its files", async () => {
    await test.database.query("truncate epochs, epoch_files, spooled_packets");
    const store = new EpochRepository(test.database);
    await store.start(dump);
    await store.renumber(1, 7);
    expect((await store.history()).open).toEqual({ ...dump, epoch: 7 });
  });

  it("what is not taken in as it is can be read by epoch, with the files that are left alone now", async () => {
    await test.database.query("truncate epochs, epoch_files, spooled_packets, omitted_files");
    const store = new EpochRepository(test.database);
    await store.start(dump);
    await store.publish(1, contents(new Map()));
    await store.start(packet);
    const left = omittedFile("b.csv", "CSV_UNKNOWN", "no layout has this header");
    await store.keepOmittedFiles([omittedFile("a.csv", "CSV_UNKNOWN", "no layout has this header")]);
    await store.keepOmittedFiles([left]);
    const { skipped } = counts;
    expect(await ingestionOmissions(test.database, 0)).toEqual({ omissions: [left, omission], skipped });
    expect(await ingestionOmissions(test.database, 1)).toEqual({ omissions: [left], skipped: {} });
    await store.publish(2, contents(new Map()));
    await store.keepOmittedFiles([]);
    expect(await ingestionOmissions(test.database, 1)).toEqual({ omissions: [omission], skipped });
  });

  it("the counts of an epoch and the hashes of its files are kept", async () => {
    await test.database.query("truncate epochs, epoch_files, spooled_packets");
    const store = new EpochRepository(test.database);
    await store.start(dump);
    await store.publish(1, contents(new Map([["mbdump.tar.bz2", "22"]])));
    const [row] = await test.database.query("select * from epochs");
    expect(row).toMatchObject({
      state: "published",
      transactions: 3,
      published: 2,
      no_ops: 1,
      unwatched: 5,
      rejected: 0,
      skipped: counts.skipped,
      sent: { "musicbrainz.artist": 2 },
    });
    const files = await test.database.query("select file, sha256 from epoch_files");
    expect(files).toEqual([{ file: "mbdump.tar.bz2", sha256: "22" }]);
  });
});
