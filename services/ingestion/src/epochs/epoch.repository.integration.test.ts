import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Epoch, EpochCounts, EpochStore } from "./epoch.js";
import { MemoryEpochStore } from "../testing/memory-epoch-store.js";
import { EpochRepository } from "./epoch.repository.js";
import { acquireSingletonLock } from "./singleton-lock.js";

const counts: EpochCounts = {
  transactions: 3,
  published: 2,
  noOps: 1,
  rejected: 0,
  skipped: { "musicbrainz.tag": 7 },
};
const dump: Epoch = {
  epoch: 1,
  kind: "dump",
  files: [
    { name: "a.csv", kind: "features" },
    { name: "gone.csv", kind: "features" },
    { name: "mbdump.tar.bz2", kind: "dump" },
  ],
  sequence: 100,
  schemaSequence: 31,
  identity: "2026",
};
const packet: Epoch = {
  epoch: 2,
  kind: "packet",
  files: [{ name: "replication-101-v2.tar.bz2", kind: "packet" }],
  sequence: 101,
  schemaSequence: 31,
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
  beforeEach(() => test.database.query("truncate epochs, epoch_files"));

  it("go from nothing over started to published", async () => {
    const store = create();
    const nothing = { lastEpoch: 0, hasCatalogue: false, sequence: null, schemaSequence: null };
    expect(await store.history()).toEqual({ ...nothing, featureFiles: new Set(), open: null });
    await store.start(dump);
    await store.start(dump);
    expect(await store.history()).toEqual({ ...nothing, featureFiles: new Set(), open: dump });
    const hashes = new Map([
      ["a.csv", "11"],
      ["mbdump.tar.bz2", "22"],
    ]);
    await store.publish(1, counts, hashes);
    await store.start(packet);
    const reached = { hasCatalogue: true, schemaSequence: 31, featureFiles: new Set(["a.csv"]) };
    expect(await store.history()).toEqual({ ...reached, lastEpoch: 1, sequence: 100, open: packet });
    await store.publish(2, counts, new Map([["replication-101-v2.tar.bz2", "33"]]));
    expect(await store.history()).toEqual({ ...reached, lastEpoch: 2, sequence: 101, open: null });
  });

  it("know an untied dump from no dump", async () => {
    const store = create();
    await store.start({ ...dump, sequence: null });
    await store.publish(1, counts, new Map());
    expect(await store.history()).toMatchObject({ hasCatalogue: true, sequence: null, schemaSequence: 31 });
  });
});

describe("in PostgreSQL", () => {
  it("at most one epoch is open", async () => {
    await test.database.query("truncate epochs, epoch_files");
    const store = new EpochRepository(test.database);
    await store.start(dump);
    await expect(store.start(packet)).rejects.toThrow(/one_open_epoch/);
  });

  it("the counts of an epoch and the hashes of its files are kept", async () => {
    await test.database.query("truncate epochs, epoch_files");
    const store = new EpochRepository(test.database);
    await store.start(dump);
    await store.publish(1, counts, new Map([["mbdump.tar.bz2", "22"]]));
    const [row] = await test.database.query("select * from epochs");
    expect(row).toMatchObject({
      state: "published",
      transactions: 3,
      published: 2,
      no_ops: 1,
      skipped: counts.skipped,
    });
    const files = await test.database.query("select file, sha256 from epoch_files");
    expect(files).toEqual([{ file: "mbdump.tar.bz2", sha256: "22" }]);
  });

  it("one process at a time holds the lock, and learns when it lost it", async () => {
    const first = await acquireSingletonLock(test.database);
    expect(await acquireSingletonLock(test.database)).toBeNull();
    await first!.release();
    const second = await acquireSingletonLock(test.database);
    expect(second).not.toBeNull();
    const terminate = `select pg_terminate_backend(pid) from pg_locks join pg_database on oid = database
      where locktype = 'advisory' and datname = current_database()`;
    const terminated = test.database.query(terminate);
    await expect(second!.lost).rejects.toThrow(/terminat/);
    await terminated;
    await second!.release();
    const third = await acquireSingletonLock(test.database);
    expect(third).not.toBeNull();
    await third!.release();
  });
});
