import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { mirrors } from "./mirror/mirror-tables.js";
import { changeOf, dumpOf, insertsOf, mbid } from "./testing/rows.js";
import { type Sent, TestStage } from "./testing/stage.js";

describe("a newer dump over an existing catalogue", () => {
  let stage: TestStage;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const test = await createTestDatabase(inject("stack"), "normalization");
    stage = new TestStage(test.database);
    dispose = () => test.dispose();
  });
  beforeEach(() => stage.reset());
  afterAll(() => dispose());

  const artist = (id: number) => ["artist", { id, gid: mbid(id) }] as const;
  const name = (credit: number, position: number, of: number) =>
    ["artist_credit_name", { artist_credit: credit, position, artist: of }] as const;
  const recording = (id: number, credit: number) =>
    ["recording", { id, gid: mbid(100 + id), artist_credit: credit }] as const;
  const redirect = (from: number, to: number) =>
    ["recording_gid_redirect", { gid: mbid(from), new_id: to, created: null }] as const;

  const dump10 = dumpOf(
    [
      ...[1, 2, 3, 4].map((id) => artist(id + 2)),
      name(1, 0, 3),
      name(1, 1, 4),
      name(2, 0, 5),
      name(2, 1, 6),
      recording(1, 1),
      recording(2, 2),
      redirect(900, 1),
    ],
    10,
  );
  const packet11 = [
    ...insertsOf([recording(3, 2), artist(9)], 11),
    changeOf("recording", { ...recording(1, 1)[1] }, null, { sequence: 11, position: 7 }),
  ];
  /** Artist 6 and recording 3 are gone, recording 1 is back, credit 2 names other artists, a redirect points elsewhere. */
  const dump20 = dumpOf(
    [
      ...[3, 4, 5].map(artist),
      artist(9),
      name(1, 0, 3),
      name(1, 1, 4),
      name(2, 0, 5),
      name(2, 1, 9),
      recording(1, 1),
      recording(2, 2),
      redirect(900, 2),
    ],
    20,
  );
  const packet21 = [
    ...insertsOf([recording(4, 1)], 21),
    changeOf(
      "artist",
      { ...artist(3)[1] },
      { ...artist(3)[1], name: "renamed" },
      { sequence: 21, position: 5 },
    ),
  ];

  async function liveState(): Promise<unknown> {
    const rows: Record<string, unknown> = {};
    for (const { table, key, columns } of Object.values(mirrors)) {
      rows[table] = await stage.database.query(
        `select ${Object.keys(columns).join(", ")}, source_sequence, source_position from ${table}
         where not deleted order by ${key.join(", ")}`,
      );
    }
    for (const table of ["artist_collaborations", "credit_usage", "credit_artists", "published_artists"]) {
      rows[table] = await stage.database.query(`select * from ${table} order by 1, 2`);
    }
    rows["totals"] = await stage.database.query("select artists, collaborations, tracks from derivation");
    const { artists, collaborations, tracks } = stage.subscriber;
    return { rows, held: [artists, collaborations, tracks].map((held) => [...held].sort()) };
  }

  async function epoch(records: readonly Sent[], dump?: { sequence: number }): Promise<void> {
    await stage.deliver(records);
    await stage.complete(dump);
  }

  it("leaves what loading it and the packets after it alone leave", async () => {
    await epoch(dump20, { sequence: 20 });
    await epoch(packet21);
    const expected = await liveState();
    await stage.reset();
    await epoch(dump10, { sequence: 10 });
    await epoch(packet11);
    await epoch(dump20, { sequence: 20 });
    await epoch(packet21);
    expect(await liveState()).toEqual(expected);
    expect(await stage.database.query("select id from artist where deleted")).toEqual([{ id: 6 }]);
  });

  it("publishes only what it changes", async () => {
    await epoch(dump10, { sequence: 10 });
    const same = dump10.map((sent) =>
      "mirror" in sent
        ? { ...sent, change: { ...sent.change!, source: { ...sent.change!.source, sequence: 12 } } as never }
        : sent,
    );
    await stage.deliver(same);
    expect(await stage.database.query("select * from dirty")).toEqual([]);
    expect(await stage.complete({ sequence: 12 })).toEqual([]);
  });

  it("keeps a row that it lacks from coming back by anything older", async () => {
    await epoch(dump10, { sequence: 10 });
    await epoch(dump20, { sequence: 20 });
    await epoch([changeOf("artist", null, artist(6)[1], { sequence: 19, position: 99 })]);
    expect(await stage.database.query("select deleted from artist where id = 6")).toEqual([
      { deleted: true },
    ]);
    await epoch([changeOf("artist", null, artist(6)[1], { sequence: 21, position: 0 })]);
    expect(await stage.database.query("select deleted from artist where id = 6")).toEqual([
      { deleted: false },
    ]);
  });

  it("replaces a row with one written at a higher place of the same packet, and later packets' rows stay", async () => {
    await epoch(dump10, { sequence: 10 });
    await epoch(packet11);
    await epoch([
      changeOf("artist", artist(9)[1], { ...artist(9)[1], name: "later" }, { sequence: 12, position: 0 }),
    ]);
    const again = (rename: string, position: number) => [
      changeOf("artist", null, { ...artist(9)[1], name: rename }, { sequence: 11, position }),
      changeOf(
        "recording",
        null,
        { ...recording(3, 1)[1], name: rename },
        { sequence: 11, position: position + 1 },
      ),
    ];
    await epoch(again("again", 2 ** 32));
    expect(await stage.database.query("select name from artist where id = 9")).toEqual([{ name: "later" }]);
    expect(await stage.database.query("select name from recording where id = 3")).toEqual([
      { name: "again" },
    ]);
    await stage.deliver(again("again", 2 ** 33));
    expect(await stage.complete()).toEqual([]);
  });
});
