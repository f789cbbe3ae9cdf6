import { SERVICES, brokerTopics } from "@interlude/contracts";
import { Namespace } from "@interlude/infra-local";
import { databaseExists, dropDatabase } from "@interlude/infra-postgres";
import { type EventLog, streamIdentity } from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type TestNamespace, createTestNamespace } from "./test-namespace.js";

describe("preparing a namespace", () => {
  let test: TestNamespace;
  let namespace: Namespace;
  let log: EventLog;
  beforeEach(async () => {
    test = await createTestNamespace(inject("stack"));
    const { roleSecret, migrations } = test.administration;
    const addresses = inject("stack");
    namespace = new Namespace({
      name: test.namespace,
      addresses,
      application: "test",
      roleSecret,
      migrations,
    });
    log = test.log;
  });
  afterEach(() => test.dispose());

  async function stored(): Promise<Set<string | null>> {
    const database = test.database();
    const select = SERVICES.map((service) => `select stream_id::text as id from ${service}.stage_state`);
    const rows = await database.query<{ id: string | null }>(select.join(" union all "));
    expect(rows).toHaveLength(SERVICES.length);
    return new Set(rows.map(({ id }) => id));
  }

  it("gives log and stages the same identity, once", async () => {
    const identity = await streamIdentity(log);
    expect(identity).not.toBeNull();
    expect(await stored()).toEqual(new Set([identity]));
    await namespace.prepare();
    expect(await streamIdentity(log)).toBe(identity);
    expect(await stored()).toEqual(new Set([identity]));
  });

  it("goes on where it was interrupted before the log had the identity", async () => {
    const identity = await streamIdentity(log);
    await log.deleteTopics(brokerTopics.map(({ name }) => name));
    await namespace.prepare();
    expect(await streamIdentity(log)).toBe(identity);
  });

  it("refuses a log that was created anew beside a store that has read another, and writes nothing", async () => {
    const read =
      "insert into graph.stage_positions (topic, partition, next_offset) values ('catalog.artists', 0, 5)";
    await test.database().query(read);
    await log.deleteTopics(brokerTopics.map(({ name }) => name));
    const refused = namespace.prepare();
    await expect(refused).rejects.toMatchObject({
      code: "STREAM_MISMATCH",
      message: expect.stringContaining("interlude reset"),
    });
    await expect(log.endOffsets(["catalog.artists"])).rejects.toMatchObject({ code: "TOPIC_MISSING" });
  });

  it("refuses a database that was created anew beside a log with a stream, and writes nothing", async () => {
    await dropDatabase(test.administration);
    await expect(namespace.prepare()).rejects.toMatchObject({ code: "STREAM_MISMATCH" });
    expect(await databaseExists(test.administration)).toBe(false);
  });
});
