import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { IngestionLease } from "./ingestion-lease.js";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "ingestion");
});
afterAll(() => test.dispose());

describe("the right to ingest", () => {
  it("is one process's at a time, and another's once it is released", async () => {
    const [first, second] = [new IngestionLease(test.database), new IngestionLease(test.database)];
    expect([await first.acquire(), await second.acquire()]).toEqual([true, false]);
    await first.confirm();
    await first.release();
    await expect(first.confirm()).rejects.toMatchObject({ code: "LEASE_LOST" });
    expect(await second.acquire()).toBe(true);
    await second.release();
  });

  it("is another's after it was not renewed in time, and a process that wakes then learns of it", async () => {
    const [paused, successor] = [new IngestionLease(test.database), new IngestionLease(test.database)];
    await paused.acquire();
    const overtaken = paused.overtaken();
    await test.database.query("update leases set expires_at = now() - interval '1 second'");
    expect(await successor.acquire()).toBe(true);
    await expect(paused.confirm()).rejects.toMatchObject({ code: "LEASE_LOST" });
    await expect(overtaken).rejects.toMatchObject({ code: "LEASE_LOST" });
    await successor.confirm();
    await paused.release();
    await successor.confirm();
    await successor.release();
  });
});
