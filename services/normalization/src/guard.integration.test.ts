import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { changeOf, insertsOf, mbid } from "./testing/rows.js";
import { TestStage } from "./testing/stage.js";

describe("a newer truth wins", () => {
  let stage: TestStage;
  let dispose: () => Promise<void>;
  const redirect = { gid: mbid(100), created: null };
  const to = (target: number) => ({ ...redirect, new_id: target });

  beforeAll(async () => {
    const test = await createTestDatabase(inject("stack"), "normalization");
    stage = new TestStage(test.database);
    dispose = () => test.dispose();
  });
  beforeEach(() => stage.reset());
  afterAll(() => dispose());

  async function redirects(): Promise<unknown[]> {
    return stage.database.query("select new_id, deleted from recording_gid_redirect");
  }

  it("when an older change of another partition comes later", async () => {
    await stage.deliver([changeOf("recording_gid_redirect", to(1), to(2), { sequence: 5, position: 8 })]);
    await stage.deliver([changeOf("recording_gid_redirect", null, to(1), { sequence: 5, position: 3 })]);
    expect(await redirects()).toEqual([{ new_id: 2, deleted: false }]);
  });

  it("when an older change comes later in the same batch", async () => {
    await stage.deliver([
      changeOf("recording_gid_redirect", to(1), to(2), { sequence: 5, position: 8 }),
      changeOf("recording_gid_redirect", null, to(1), { sequence: 5, position: 3 }),
    ]);
    expect(await redirects()).toEqual([{ new_id: 2, deleted: false }]);
  });

  it("when an old record is replayed into a later epoch", async () => {
    await stage.deliver([changeOf("recording_gid_redirect", null, to(2), { sequence: 6, position: 0 })]);
    await stage.complete();
    await stage.deliver([changeOf("recording_gid_redirect", null, to(1), { sequence: 5, position: 9 })]);
    expect(await redirects()).toEqual([{ new_id: 2, deleted: false }]);
  });

  it("when a row is inserted again by a change from before its deletion", async () => {
    await stage.deliver([changeOf("recording_gid_redirect", to(1), null, { sequence: 5, position: 8 })]);
    await stage.deliver([changeOf("recording_gid_redirect", null, to(1), { sequence: 5, position: 3 })]);
    expect(await redirects()).toEqual([{ new_id: 1, deleted: true }]);
    await stage.deliver([changeOf("recording_gid_redirect", null, to(4), { sequence: 5, position: 9 })]);
    expect(await redirects()).toEqual([{ new_id: 4, deleted: false }]);
  });

  it("and a duplicate changes nothing that follows from the row", async () => {
    const rows = insertsOf([
      ["artist", { id: 3, gid: mbid(3) }],
      ["artist", { id: 4, gid: mbid(4) }],
      ["artist_credit_name", { artist_credit: 1, position: 0, artist: 3 }],
      ["artist_credit_name", { artist_credit: 1, position: 1, artist: 4 }],
      ["recording", { id: 9, gid: mbid(9), artist_credit: 1 }],
    ]);
    await stage.deliver(rows);
    await stage.deliver(rows);
    await stage.complete();
    await stage.deliver(rows);
    expect(await stage.complete()).toEqual([]);
    expect([...stage.subscriber.collaborations.values()]).toMatchObject([
      { artistA: mbid(3), artistB: mbid(4), weight: 1, firstRecording: 9 },
    ]);
  });

  it("and what cannot be kept is set aside while the rest goes on", async () => {
    await stage.deliver([
      changeOf(
        "recording_gid_redirect",
        null,
        { ...redirect, gid: "no MBID", new_id: 1 },
        { sequence: 5, position: 1 },
      ),
      { mirror: "recording_gid_redirect", change: null },
      changeOf("recording_gid_redirect", null, to(1), { sequence: 5, position: 2 }),
    ]);
    expect(await redirects()).toEqual([{ new_id: 1, deleted: false }]);
    expect(stage.subscriber.rejections.map(({ code }) => code)).toEqual(["ROW_INVALID", "CHANGE_EMPTY"]);
  });
});
