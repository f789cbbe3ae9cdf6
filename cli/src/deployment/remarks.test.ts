import { describe, expect, it } from "vitest";
import { remarksOf } from "./remarks.js";
import { statusOf } from "../testing/status.js";

const now = 1_000_000;
const away = { code: "CONNECTION_LOST", reason: "Connection terminated", since: now - 41_000 };

describe("what there is to say of a service", () => {
  it("is nothing while all goes well", () => {
    const waiting = [{ topic: "catalog.artists", partition: 2, epoch: 7, since: now - 2_000 }];
    expect(
      remarksOf(statusOf("graph", { waiting, relay: { oldestSeconds: 1, blocked: null } }), now),
    ).toEqual([]);
  });

  it("is what it notes, what blocks it and since when", () => {
    expect(remarksOf(statusOf("graph", { note: "trains", state: "blocked", blocked: away }), now)).toEqual([
      "trains",
      "blocked for 41 s: CONNECTION_LOST, Connection terminated",
    ]);
    expect(remarksOf(statusOf("graph", { state: "starting", blocked: away }), now)).toEqual([
      "starting, blocked for 41 s: CONNECTION_LOST, Connection terminated",
    ]);
  });

  it("is which partitions wait for others for long, and what waits in the outbox", () => {
    const waiting = [
      { topic: "catalog.artists", partition: 2, epoch: 7, since: now - 90_000 },
      { topic: "catalog.artists", partition: 3, epoch: 7, since: now - 80_000 },
    ];
    expect(
      remarksOf(statusOf("graph", { waiting, relay: { oldestSeconds: 75, blocked: null } }), now),
    ).toEqual([
      "at the end of epoch 7, and waits for the other partitions for 90 s: catalog.artists/2, catalog.artists/3",
      "records wait in the outbox for 75 s",
    ]);
  });
});
