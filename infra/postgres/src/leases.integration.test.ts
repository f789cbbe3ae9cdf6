import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { Lease, type LeaseQuery } from "./leases.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { testAdministration } from "./testing/administration.js";

describe("a lease", () => {
  const administration = testAdministration();
  let database: Database;
  const query: LeaseQuery = (text, values) => database.query(text, values);
  beforeAll(async () => {
    await prepareDatabase(administration);
    database = new Database({ url: serviceDatabaseUrl(administration, "graph"), application: "test" });
  });
  afterEach(() => database.query("delete from leases"));
  afterAll(async () => {
    await database.close();
    await dropDatabase(administration);
  });

  /** As if the holder had not renewed for long enough. */
  async function letExpire(name: string): Promise<void> {
    await database.query("update leases set expires_at = now() - interval '1 second' where name = $1", [
      name,
    ]);
  }

  it("is one process's at a time, and another's once it is released", async () => {
    const first = (await Lease.acquire("work", query))!;
    expect(first.isHeld).toBe(true);
    expect(await Lease.acquire("work", query)).toBeNull();
    const other = (await Lease.acquire("other work", query))!;
    await first.release();
    expect(first.isHeld).toBe(false);
    const second = (await Lease.acquire("work", query))!;
    expect(second.isHeld).toBe(true);
    await Promise.all([second.release(), other.release()]);
  });

  it("is given to one of many that ask at the same time", async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => Lease.acquire("work", query)));
    const held = asked.filter((lease) => lease !== null);
    expect(held).toHaveLength(1);
    await letExpire("work");
    const again = await Promise.all(Array.from({ length: 20 }, () => Lease.acquire("work", query)));
    expect(again.filter((lease) => lease !== null)).toHaveLength(1);
    expect(await held[0]!.renew()).toBe(false);
  });

  it("goes to another when it was not renewed in time, and then cannot be renewed or taken back", async () => {
    const paused = (await Lease.acquire("work", query))!;
    await letExpire("work");
    const successor = (await Lease.acquire("work", query))!;
    expect(await paused.renew()).toBe(false);
    expect(paused.isHeld).toBe(false);
    await paused.release();
    expect(await Lease.acquire("work", query)).toBeNull();
    expect(await successor.renew()).toBe(true);
    await successor.release();
  });

  it("ends with its connection if it has one of its own, so that a killed process need not be waited for", async () => {
    const session = await database.session();
    const onSession: LeaseQuery = async (text, values) => (await session.query(text, [...values])).rows;
    const killed = (await Lease.acquire("work", onSession, { endsWithConnection: true }))!;
    expect(await killed.renew()).toBe(true);
    expect(await Lease.acquire("work", query)).toBeNull();
    session.release(true);
    let successor: Lease | null = null;
    await expect.poll(async () => (successor = await Lease.acquire("work", query))).not.toBeNull();
    await successor!.release();
  });

  it("can be renewed late if no other process has taken it", async () => {
    const late = (await Lease.acquire("work", query))!;
    await letExpire("work");
    expect(await late.renew()).toBe(true);
    expect(await Lease.acquire("work", query)).toBeNull();
    await late.release();
  });

  it("is not written by those that stand by", async () => {
    const lease = (await Lease.acquire("work", query))!;
    const version = (): Promise<unknown[]> => database.query("select ctid, xmin, xmax from leases");
    const before = await version();
    await Lease.acquire("work", query);
    expect(await version()).toEqual(before);
    await lease.release();
  });
});
