import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyRowChange, type Marker, tableTopics } from "@interlude/contracts";
import type { Row } from "@interlude/core-musicbrainz";
import { writeArchive } from "@interlude/infra-archives/testing";
import { describe, expect, it, vi } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, dumpMembers } from "../testing/music-files.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();

const writeExport = (
  folder: string,
  name: string,
  { month, sequence = null }: { month: number | null; sequence?: number | null },
  tables: Readonly<Record<string, readonly Row[]>> = { artist_credit: [artistCredit(month ?? 1)] },
) =>
  writeArchive(
    folder,
    name,
    dumpMembers(tables, {
      REPLICATION_SEQUENCE: sequence === null ? "" : `${sequence}\n`,
      TIMESTAMP: month === null ? "unknown\n" : `2026-0${month}-12 01:09:48.000001+00\n`,
    }),
  );
const SAMPLE = "mbdump-sample.tar.xz";

async function begin(month: number | null = 8) {
  const folder = files.newFolder();
  const stream = await MemoryStream.create();
  await writeExport(folder, SAMPLE, { month });
  expect(await stream.run(folder)).toBe("done");
  const epochs = () => stream.store.published.map(({ kind, sequence }) => `${kind} ${sequence}`);
  return { folder, stream, epochs };
}

/** Source sequences of the rows and of the markers of an epoch. */
async function versions(stream: MemoryStream, epoch: number): Promise<unknown[]> {
  const records = await stream.records([tableTopics.artist_credit.name]);
  return records
    .filter((record) => record.epoch === epoch)
    .map(({ isMarker, value }) =>
      isMarker ? (value as Marker).sequence : (value as AnyRowChange).source.sequence,
    );
}

describe("an export that is tied to no replication sequence", () => {
  it("replaces the one before it if its TIMESTAMP is later, and outranks its rows", async () => {
    const { folder, stream, epochs } = await begin();
    await writeExport(folder, SAMPLE, { month: 9 });
    expect(await stream.run(folder)).toBe("done");
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump null", "dump null"]);
    expect(stream.omittedFiles).toEqual([]);
    expect(new Set(await versions(stream, 1))).toEqual(new Set([1]));
    expect(new Set(await versions(stream, 2))).toEqual(new Set([2]));
  });

  it.each([
    ["of an earlier day", { month: 7 }, /is of 2026-07-12T.*, and 2026-08-12T.* is reached already/],
    ["that does not say its day", { month: null }, /does not say in TIMESTAMP/],
  ])("is left alone with the reason if it is one %s", async (_what, facts, reason) => {
    const { folder, stream, epochs } = await begin();
    await writeExport(folder, SAMPLE, facts);
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump null"]);
    expect(stream.reasonsFor("DUMP_UNUSED")).toEqual([expect.stringMatching(reason)]);
  });

  it("is replaced by a full export, which packets can follow", async () => {
    const { folder, stream, epochs } = await begin();
    rmSync(join(folder, SAMPLE));
    await writeExport(folder, "mbdump.tar.bz2", { month: 9, sequence: 100 });
    await files.packet(folder, 101);
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump null", "dump 100", "packet 101"]);
    expect(stream.omittedFiles).toEqual([]);
    expect(new Set(await versions(stream, 2))).toEqual(new Set([100]));
  });

  it("is left out, by name, where a full export is beside it, which is loaded alone", async () => {
    const { folder, stream, epochs } = await begin();
    await writeExport(folder, "mbdump.tar.bz2", { month: 9, sequence: 100 });
    expect(await stream.run(folder)).toBe("done");
    expect(epochs()).toEqual(["dump null", "dump 100"]);
    expect(stream.omittedFiles).toEqual([
      expect.objectContaining({ file: SAMPLE, code: "DUMP_UNUSED", example: expect.stringMatching(/full/) }),
    ]);
  });

  it("does not replace one that is tied to a sequence", async () => {
    const folder = files.newFolder();
    const stream = await MemoryStream.create();
    await writeExport(folder, "mbdump.tar.bz2", { month: 8, sequence: 100 });
    expect(await stream.run(folder)).toBe("done");
    rmSync(join(folder, "mbdump.tar.bz2"));
    await writeExport(folder, SAMPLE, { month: 9 });
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published).toHaveLength(1);
    expect(stream.reasonsFor("DUMP_UNUSED")).toEqual([
      expect.stringMatching(/tied to no replication sequence, and 100 is reached already; .*start anew/),
    ]);
  });

  it("keeps its source version when its epoch is resumed, also under another number", async () => {
    const { folder, stream } = await begin();
    await writeExport(folder, SAMPLE, { month: 9 });
    stream.log.appendsLeft = 0;
    await expect(stream.run(folder)).rejects.toThrow("the broker went away");
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    await stream.store.renumber(2, 5);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.map(({ epoch, sourceSequence }) => [epoch, sourceSequence])).toEqual([
      [1, 1],
      [5, 2],
    ]);
    expect(new Set(await versions(stream, 5))).toEqual(new Set([2]));
  });
});

describe("an archive of an export that comes later than the others", () => {
  const CORE = "mbdump.tar.bz2";
  const DERIVED = "mbdump-derived.tar.bz2";
  const TAG = { tag: [{ id: 1, name: "jazz", ref_count: 1 }] };
  const facts = { month: 8, sequence: 100 };

  /** A folder whose list of sums names both archives and more, with the first of them in it. */
  async function listed(): Promise<{ folder: string; addDerived: () => void }> {
    const [folder, elsewhere] = [files.newFolder(), files.newFolder()];
    await writeExport(folder, CORE, facts);
    await writeExport(elsewhere, DERIVED, facts, TAG);
    const derived = readFileSync(join(elsewhere, DERIVED));
    const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const sums = { [CORE]: sha256(readFileSync(join(folder, CORE))), [DERIVED]: sha256(derived) };
    const unread = { "mbdump-edit.tar.bz2": "0".repeat(64), "mbdump-cdstubs.tar.bz2": "0".repeat(64) };
    const lines = Object.entries({ ...sums, ...unread }).map(([name, sum]) => `${sum} *${name}\n`);
    writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
    return { folder, addDerived: () => writeFileSync(join(folder, DERIVED), derived) };
  }

  it("is waited for while following, if SHA256SUMS names it and it has tables that are sent", async () => {
    const { folder, addDerived } = await listed();
    await files.packet(folder, 101);
    const stream = await MemoryStream.create();
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(stream.blockedCodes).toContain("DUMP_INCOMPLETE"), 20_000);
    expect(stream.blocked[0]).toMatch(/before mbdump-derived\.tar\.bz2 is there.*INGESTION_TABLES/);
    expect(stream.store.published).toEqual([]);
    addDerived();
    await vi.waitFor(() => expect(stream.store.published).toHaveLength(2), 20_000);
    end.abort();
    await running;
    expect(stream.store.published[0]!.files.map(({ name }) => name)).toEqual([DERIVED, CORE]);
    expect(stream.omittedFiles).toEqual([]);
  });

  it("holds up no packets while a newer export waits for it", async () => {
    const { folder } = await listed();
    const stream = await MemoryStream.create();
    const first = files.newFolder();
    await files.dump(first, 90);
    expect(await stream.run(first)).toBe("done");
    await files.packet(folder, 91);
    const end = new AbortController();
    const running = stream.run(folder, { mode: "follow", signal: end.signal });
    await vi.waitFor(() => expect(stream.store.published.at(-1)).toMatchObject({ sequence: 91 }), 20_000);
    end.abort();
    await running;
    expect(stream.omittedFiles).toEqual([
      expect.objectContaining({ file: DERIVED, code: "DUMP_ARCHIVE_MISSING" }),
    ]);
  });

  it("is missing in mode once, which says so and loads what is there; later it is too late", async () => {
    const { folder, addDerived } = await listed();
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published).toHaveLength(1);
    const said = () => stream.omittedFiles.map(({ file, code }) => `${file} ${code}`);
    expect(said()).toEqual([`${DERIVED} DUMP_ARCHIVE_MISSING`]);
    addDerived();
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published).toHaveLength(1);
    expect(said()).toEqual([`${DERIVED} DUMP_ARCHIVE_LATE`]);
  });

  it("is not waited for if none of its tables is sent", async () => {
    const { folder } = await listed();
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { tables: new Set(["artist_credit"]) })).toBe("done");
    expect(stream.omittedFiles).toEqual([]);
  });

  it("is named as too late where no list said that it would come", async () => {
    const folder = files.newFolder();
    const stream = await MemoryStream.create();
    await writeExport(folder, CORE, facts);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.omittedFiles).toEqual([]);
    await writeExport(folder, DERIVED, facts, TAG);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.omittedFiles).toEqual([
      expect.objectContaining({ file: DERIVED, example: expect.stringMatching(/newer export.*start anew/) }),
    ]);
  });

  it("is not one that was loaded and has been packed in another way since", async () => {
    const folder = files.newFolder();
    const stream = await MemoryStream.create();
    await writeExport(folder, CORE, facts);
    expect(await stream.run(folder)).toBe("done");
    rmSync(join(folder, CORE));
    await writeExport(folder, "mbdump.tar.zst", facts);
    expect(await stream.run(folder)).toBe("done");
    expect([stream.omittedFiles, stream.store.published.length]).toEqual([[], 1]);
  });

  it("is named while the core archive is not there, and nothing is loaded before", async () => {
    const folder = files.newFolder();
    const stream = await MemoryStream.create();
    await writeExport(folder, DERIVED, facts, TAG);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.omittedFiles).toEqual([expect.objectContaining({ file: DERIVED, code: "DUMP_UNUSED" })]);
    await writeExport(folder, CORE, facts);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published).toHaveLength(1);
    expect(stream.omittedFiles).toEqual([]);
  });
});
