import type { Database, Transaction } from "@interlude/infra-postgres";
import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { MirrorRepository } from "./mirror/mirror.repository.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { type MirroredRow, newestByKey } from "./mirror/mirrored-row.js";
import { mbid } from "./testing/rows.js";
import { TestStage } from "./testing/stage.js";

const WRITERS = 8;
const MINUTE = 60_000;
const ARTISTS = 200;
const ROWS_A_BATCH = 60;
const TOGETHER = 200;

/** Numbers below a bound, the same for the same seed: mulberry32. */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Batch {
  readonly artists: readonly MirroredRow[];
  readonly recordings: readonly MirroredRow[];
}

/** A transaction's worth of changes at source versions of their own, in no order; no two writers share one. */
function batchOf(writer: number, number: number): Batch {
  const random = randomly(writer * 1_000_003 + number);
  const ids = () => [...new Set(Array.from({ length: ROWS_A_BATCH }, () => 1 + random(ARTISTS)))];
  const place = (at: number) => ({
    source_sequence: 1 + random(1_000),
    source_position: (number * ROWS_A_BATCH + at) * WRITERS + writer,
    deleted: random(10) === 0,
  });
  const name = `${writer}.${number}`;
  return {
    artists: ids().map((id, at) => ({
      id,
      gid: mbid(id),
      name,
      sort_name: name,
      type: null,
      begin_year: null,
      end_year: null,
      ended: false,
      comment: "",
      area: null,
      gender: null,
      mbid: mbid(id),
      ...place(at),
    })),
    recordings: ids().map((id, at) => ({
      id,
      gid: mbid(id),
      name,
      artist_credit: random(50),
      length: null,
      comment: "",
      video: false,
      ...place(at),
    })),
  };
}

describe("eight writers over the same artists", () => {
  let stage: TestStage;
  let database: Database;
  let dispose: () => Promise<void>;
  const repository = new MirrorRepository();

  beforeAll(async () => {
    const test = await createTestDatabase(inject("stack"), "normalization");
    database = test.database;
    stage = new TestStage(database);
    dispose = () => test.dispose();
  });
  beforeEach(async () => {
    await stage.reset();
    // Marks are made of what changes after a first derivation.
    await stage.complete();
  });
  afterAll(() => dispose());

  async function inKeyOrder(transaction: Transaction, { artists, recordings }: Batch): Promise<void> {
    await repository.write(transaction, mirrors.artist, artists);
    await repository.write(transaction, mirrors.recording, recordings);
  }

  /** What must not be done: a statement a row, in the order in which rows happen to be. */
  async function rowByRow(transaction: Transaction, { artists }: Batch): Promise<void> {
    for (const row of artists) await repository.write(transaction, mirrors.artist, [row]);
  }

  /** Writes until told to stop; returns how many batches were written, and the codes of what undid one. */
  async function write(
    writer: number,
    how: typeof inKeyOrder,
    goesOn: (undone: readonly string[]) => boolean,
  ): Promise<{ batches: number; undone: string[] }> {
    const undone: string[] = [];
    let number = 0;
    while (goesOn(undone)) {
      try {
        await database.transactionOnce((transaction) => how(transaction, batchOf(writer, number)));
        number += 1;
      } catch (error) {
        undone.push(String((error as { code?: unknown }).code));
      }
    }
    return { batches: number, undone };
  }

  /** One writer's batches, several in one statement: what one after the other leaves, in less time. */
  async function writeTogether(writer: number, first: number, end: number): Promise<void> {
    const batches: Batch[] = [];
    for (let number = first; number < Math.min(end, first + TOGETHER); number += 1) {
      batches.push(batchOf(writer, number));
    }
    const artists = newestByKey(
      mirrors.artist,
      batches.flatMap((batch) => batch.artists),
    );
    const recordings = newestByKey(
      mirrors.recording,
      batches.flatMap((batch) => batch.recordings),
    );
    await database.transactionOnce((transaction) => inKeyOrder(transaction, { artists, recordings }));
  }

  function contents(): Promise<unknown[][]> {
    return Promise.all(
      ["artist", "recording"].map((table) => database.query(`select * from ${table} order by id`)),
    );
  }

  it(
    "never undo each other, and leave what they leave one after the other",
    async () => {
      const end = performance.now() + MINUTE;
      const writers = Array.from({ length: WRITERS }, (_, writer) => writer);
      const written = await Promise.all(
        writers.map((writer) => write(writer, inKeyOrder, () => performance.now() < end)),
      );
      expect(written.flatMap(({ undone }) => undone)).toEqual([]);
      const parallel = await contents();
      const batches = written.reduce((sum, one) => sum + one.batches, 0);
      process.stdout.write(`eight writers: ${batches} transactions in a minute, none undone\n`);

      await stage.reset();
      for (const [writer, { batches: count }] of written.entries()) {
        for (let first = 0; first < count; first += TOGETHER) await writeTogether(writer, first, count);
      }
      expect(await contents()).toEqual(parallel);
    },
    5 * MINUTE,
  );

  it("would undo each other without the order", async () => {
    let seen = false;
    const untilSeen = (undone: readonly string[]) => {
      seen ||= undone.length > 0;
      return !seen;
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => writer);
    const written = await Promise.all(writers.map((writer) => write(writer, rowByRow, untilSeen)));
    expect(written.flatMap(({ undone }) => undone)).toContain("40P01");
  });
});
