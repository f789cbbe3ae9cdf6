import { type ServiceName, deadLetterTopics } from "@interlude/contracts";
import { Database, PostgresStageStore, operatorDatabaseUrl } from "@interlude/infra-postgres";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { findLetter, listLetters } from "./letters.js";
import { olderTopics } from "./older-topics.js";
import { requestReplay, waitForReplay } from "./replay.js";

let graph: TestDatabase;
let operator: Database;
let store: PostgresStageStore;

beforeAll(async () => {
  graph = await createTestDatabase(inject("stack"), "graph");
  operator = new Database({ url: operatorDatabaseUrl(graph.administration), application: "test" });
  store = new PostgresStageStore(graph.database);
});
afterAll(async () => {
  await operator.close();
  await graph.dispose();
});
beforeEach(async () => {
  for (const service of ["graph", "scoring"])
    await operator.query(`truncate ${service}.dead_letters restart identity`);
});

async function reject(service: ServiceName, code: string): Promise<void> {
  await operator.query(
    `insert into ${service}.dead_letters (code, reason, topic, partition, record_offset, key, value, epoch)
     values ($1, 'because', 'some', 0, 7, 'k', '\\x00ff', 3)`,
    [code],
  );
}

/** What a service does with the first letter that is requested. */
async function handleNext(fails: boolean): Promise<void> {
  const next = await store.replay.nextRequested();
  await store.transaction(async (transaction) => {
    await store.replay.take(transaction, next!.id);
    if (fails) await store.replay.reopen(transaction, next!.id, { code: "AGAIN", reason: "still" });
  });
}

describe("dead letters for an operator", () => {
  it("are listed by service, status and code, and shown whole", async () => {
    await reject("graph", "A");
    await reject("graph", "B");
    await reject("scoring", "A");
    const ids = async (filter: Parameters<typeof listLetters>[1]): Promise<string[]> =>
      (await listLetters(operator, filter)).map(({ id }) => id);
    expect(await ids({})).toEqual(["graph/1", "graph/2", "scoring/1"]);
    expect(await ids({ service: "graph" })).toEqual(["graph/1", "graph/2"]);
    expect(await ids({ code: "A" })).toEqual(["graph/1", "scoring/1"]);
    expect(await ids({ statuses: ["replayed"] })).toEqual([]);
    expect(await findLetter(operator, "graph/2")).toMatchObject({
      status: "open",
      code: "B",
      topic: "some",
      offset: 7,
      epoch: 3,
      value: Buffer.from([0, 255]),
      settledAt: null,
    });
    await expect(findLetter(operator, "graph/3")).rejects.toMatchObject({ code: "USAGE" });
  });

  it("of before the store kept them are in the topics that are named", async () => {
    const log = new MemoryEventLog();
    await log.createTopics(
      Object.values(deadLetterTopics).map(({ name }) => {
        return { name, partitions: 1, cleanup: "delete" as const, retentionMs: -1 };
      }),
    );
    const tell = (service: ServiceName): Promise<void> =>
      log.append([
        { topic: deadLetterTopics[service].name, key: null, value: Buffer.from("letter"), headers: {} },
      ]);
    await tell("graph");
    const clock = vi.spyOn(Date, "now").mockReturnValue(0);
    await tell("scoring");
    clock.mockRestore();
    const topics = await olderTopics({ reading: (work) => work(log, createMemoryCodec()) }, operator);
    expect(topics).toEqual(["scoring.dead-letters"]);
  });

  it("are requested by id, once, and end replayed or open again", async () => {
    for (const code of ["A", "B", "C"]) await reject("graph", code);
    const requested = await requestReplay(operator, ["graph/1", "graph/3"]);
    expect(requested).toEqual(["graph/1", "graph/3"]);
    await expect(requestReplay(operator, ["graph/1"])).rejects.toMatchObject({ code: "USAGE" });
    expect(await waitForReplay(operator, requested, 0)).toMatchObject({ requested: 2, waiting: 2 });
    const settled = waitForReplay(operator, requested, 60_000);
    await handleNext(false);
    await handleNext(true);
    expect(await settled).toMatchObject({
      requested: 2,
      replayed: 1,
      superseded: 0,
      waiting: 0,
      openAgain: [{ id: "graph/3", code: "AGAIN", reason: "still" }],
    });
    expect((await findLetter(operator, "graph/2")).status).toBe("open");
  });

  it("are requested all at once only where they are open", async () => {
    for (const service of ["graph", "graph", "scoring"] as const) await reject(service, "A");
    await reject("graph", "B");
    await operator.query("update graph.dead_letters set status = 'superseded' where id = 1");
    expect(await requestReplay(operator, { service: "graph", code: "A" })).toEqual(["graph/2"]);
    expect(await requestReplay(operator, {})).toEqual(["graph/3", "scoring/1"]);
    expect(await requestReplay(operator, {})).toEqual([]);
    await expect(requestReplay(operator, ["graph/9"])).rejects.toMatchObject({ code: "USAGE" });
  });
});
