import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectionConfig } from "./connection.js";
import { Database } from "./database.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { testAdministration } from "./testing/administration.js";

const administration = testAdministration();
const url = serviceDatabaseUrl(administration, "graph");
let database: Database;

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url, application: "test" });
  await database.query("create table notes (text text)");
});

afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});

const notes = (): Promise<{ text: string }[]> => database.query("select text from notes order by text");

describe("a transaction that ended is over", () => {
  it("what a handler still writes after the rollback is neither kept nor part of the next transaction", async () => {
    let writeLate = (): Promise<unknown> => Promise.reject(new Error("the transaction never began"));
    await expect(
      database.transactionOnce((transaction) => {
        writeLate = () => transaction.query("insert into notes values ('late')");
        return Promise.reject(new Error("another part failed"));
      }),
    ).rejects.toThrow("another part failed");
    await database.transactionOnce(async (transaction) => {
      await expect(writeLate()).rejects.toMatchObject({ code: "TRANSACTION_CLOSED" });
      await transaction.query("insert into notes values ('next')");
    });
    expect(await notes()).toEqual([{ text: "next" }]);
    await database.query("delete from notes");
  });

  it("savepoints that overlap undo their own statements only", async () => {
    await database.transactionOnce(async (transaction) => {
      const failing = transaction.savepoint(async () => {
        await transaction.query("insert into notes values ('undone')");
        throw new Error("failed");
      });
      await expect(failing).rejects.toThrow("failed");
      await transaction.savepoint(async () => {
        await transaction.query("insert into notes values ('outer')");
        await transaction
          .savepoint(async () => {
            await transaction.query("insert into notes values ('inner')");
            throw new Error("failed");
          })
          .catch(() => {});
      });
    });
    expect(await notes()).toEqual([{ text: "outer" }]);
    await database.query("delete from notes");
  });
});

describe("a client that is gone lets go", () => {
  it("has sessions that the server ends when their machine or process is silent", async () => {
    const settings = await database.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings
       where name like 'tcp_%' or name = 'idle_in_transaction_session_timeout' order by name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, Number(setting)]))).toEqual({
      idle_in_transaction_session_timeout: 90_000,
      tcp_keepalives_count: 3,
      tcp_keepalives_idle: 30,
      tcp_keepalives_interval: 10,
      tcp_user_timeout: 60_000,
    });
  });

  it("loses its locks when its process stops in a transaction", async () => {
    const stopped = new pg.Client(
      connectionConfig(url, "stopped", { idle_in_transaction_session_timeout: 300 }),
    );
    const ended = new Promise((resolve) => stopped.on("error", resolve));
    await stopped.connect();
    await stopped.query("begin");
    await stopped.query("update stage_state set sequence = sequence");
    const successor = database.transactionOnce((transaction) =>
      transaction.query("select from stage_state for update"),
    );
    expect(await successor).toHaveLength(1);
    expect(await ended).toMatchObject({ code: "25P03" });
  });

  it("does not end the process when its connection is terminated while it is in use", async () => {
    const streaming = (async () => {
      for await (const _ of database.stream("select pg_sleep(30)")) break;
    })();
    const failure = streaming.catch((error: unknown) => error);
    const terminated = (): Promise<unknown[]> =>
      database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where state = 'active' and query like 'fetch %'",
      );
    await expect.poll(async () => (await terminated()).length).toBe(1);
    expect(await failure).toMatchObject({ code: "57P01" });
  });
});
