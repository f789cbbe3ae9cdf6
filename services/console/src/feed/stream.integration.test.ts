import { type TestDatabase, backUp, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { ConsoleApp } from "../testing/console-app.js";
import { EventReader } from "../testing/event-reader.js";
import { candidateOf, deltaOf, numberedMbid, statusOf, trackOf } from "../testing/records.js";
import { RETAINED_CHANGES } from "./feed-event.js";

let test: TestDatabase;
let writer: ConsoleApp;
let reader: ConsoleApp;
const open: EventReader[] = [];

// Two replicas on one database: one gets the records, the other is watched.
beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "console");
  writer = await ConsoleApp.start(test.database);
  reader = await ConsoleApp.start(test.database);
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});
afterAll(async () => {
  await writer?.close();
  await reader?.close();
  await test?.dispose();
});

async function watch(lastEventId?: number): Promise<EventReader> {
  const stream = await EventReader.open(`${reader.url}/api/stream`, lastEventId);
  open.push(stream);
  return stream;
}

async function lastId(): Promise<number> {
  const [row] = await test.database.query<{ last: number }>("select last_change as last from totals");
  return row!.last;
}

describe("GET /api/stream", () => {
  it("tells of candidates that appear, change and are withdrawn, of tracks and of epochs", async () => {
    const stream = await watch();
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const pair = `${numberedMbid(1)}:${numberedMbid(2)}`;
    await writer.deliver({ candidates: [candidateOf(1, 2)], tracks: [trackOf(1, 2, 1), trackOf(1, 2, 0)] });
    await writer.deliver({ candidates: [candidateOf(1, 2, { graphVersion: 8 })] });
    await writer.deliver({ candidates: [candidateOf(1, 2, { probability: 0.75, graphVersion: 9 })] });
    await writer.deliver({
      deltas: [deltaOf(1, 2, { weight: 3 })],
      candidates: [[pair, null, "collaborated"]],
    });
    await writer.complete(1);
    const events = await stream.take(5);
    expect(events.map(({ event, data }) => [event, data])).toEqual([
      [
        "candidate",
        expect.objectContaining({
          change: "appeared",
          epoch: 1,
          candidate: expect.objectContaining(candidateOf(1, 2)),
        }),
      ],
      [
        "synthetic-track",
        { change: "written", epoch: 1, artistA: numberedMbid(1), artistB: numberedMbid(2), samples: [0, 1] },
      ],
      [
        "candidate",
        expect.objectContaining({ change: "changed", previousProbability: 0.5, withdrawalReason: null }),
      ],
      ["candidate", expect.objectContaining({ change: "withdrawn", withdrawalReason: "collaborated" })],
      [
        "epoch",
        expect.objectContaining({
          sequence: 1001,
          counts: expect.objectContaining({
            candidatesAppeared: 1,
            candidatesChanged: 1,
            candidatesWithdrawn: 1,
          }),
        }),
      ],
    ]);
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => ids[0]! + i));
  });

  it("tells what ingestion does, to who watches and to who comes", async () => {
    const before = await lastId();
    const stream = await watch();
    await writer.deliver({ ingestion: [statusOf({ note: "43 %" })] });
    const said = { event: "ingestion", data: expect.objectContaining({ note: "43 %", code: null }) };
    expect(await stream.next()).toMatchObject(said);
    expect(await (await watch()).next()).toMatchObject(said);
    expect(await lastId()).toBe(before);
    await test.database.query("delete from ingestion_status");
  });

  it("goes on after the last event that a browser has seen", async () => {
    const before = await lastId();
    await writer.complete(2);
    await writer.complete(3);
    const stream = await watch(before + 1);
    expect(await stream.next()).toMatchObject({ id: before + 2, event: "epoch", data: { epoch: 3 } });
    await writer.complete(4);
    expect(await stream.next()).toMatchObject({ id: before + 3, data: { epoch: 4 } });
  });

  it("keeps a bounded number of changes and sends who missed more back to the start", async () => {
    const old = await lastId();
    const candidates = Array.from({ length: RETAINED_CHANGES + 5 }, (_, i) => candidateOf(1, i + 100));
    await writer.deliver({ epoch: 5, candidates });
    const newest = await lastId();
    expect(newest).toBe(old + candidates.length);
    const [kept] = await test.database.query<{ rows: number }>("select count(*) as rows from changes");
    expect(kept!.rows).toBe(RETAINED_CHANGES);
    for (const lastSeen of [old, newest + 1_000]) {
      const stream = await watch(lastSeen);
      expect(await stream.next()).toEqual({ id: newest, event: "reset", data: {} });
    }
    const resumed = await watch(newest - RETAINED_CHANGES);
    expect((await resumed.take(RETAINED_CHANGES)).at(-1)!.id).toBe(newest);
  });

  it("sends who watches back to the start when other changes have got the ids of lost ones", async () => {
    const restore = await backUp(test.database);
    const stream = await watch();
    const before = await lastId();
    await writer.complete(20);
    expect(await stream.next()).toMatchObject({ id: before + 1, data: { epoch: 20 } });
    await restore();
    await writer.complete(21);
    // Before or after the change that took the place of the lost one.
    expect(await stream.next()).toMatchObject({ event: "reset" });
    await writer.complete(22);
    let event = await stream.next();
    if (event!.id === before + 1) event = await stream.next();
    expect(event).toMatchObject({ id: before + 2, data: { epoch: 22 } });
  });

  it("refuses parameters that it does not know", async () => {
    expect((await reader.get("/api/stream?after=3")).status).toBe(400);
  });

  it("ends its streams when the service stops, so that stopping does not wait for browsers", async () => {
    const short = await ConsoleApp.start(test.database);
    const stream = await EventReader.open(`${short.url}/api/stream`);
    const end = stream.next();
    await short.close();
    expect(await end).toBeNull();
  });
});
