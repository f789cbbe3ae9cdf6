import { catalogue, topics } from "@interlude/contracts";
import { EventLogError } from "@interlude/stage";
import { MemoryEventLog } from "@interlude/stage/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { StreamAppender } from "./stream-appender.js";

let log: MemoryEventLog;
beforeEach(async () => {
  log = new MemoryEventLog();
  await log.createTopics(catalogue);
});

const record = (text: string) => ({
  topic: topics.epochs.name,
  key: Buffer.from("1"),
  value: Buffer.from(text),
  headers: {},
});
async function values(): Promise<string[]> {
  const found: string[] = [];
  for await (const { value } of log.read([topics.epochs.name])) found.push(String(value));
  return found;
}
/** Ingestion as one process of several: the right to ingest is the one's that took it last. */
function processes() {
  let holder = 0;
  return {
    take: (process: number) => void (holder = process),
    appenderOf: (process: number, onLog: Pick<MemoryEventLog, "openAppender"> = log) =>
      new StreamAppender({
        log: onLog,
        confirm: async () => {
          if (holder !== process) throw new Error("overtaken");
        },
      }),
  };
}

describe("ingestion's appender", () => {
  it("appends nothing once another process has opened one, then or ever", async () => {
    const { take, appenderOf } = processes();
    const [paused, successor] = [appenderOf(1), appenderOf(2)];
    take(1);
    await paused.append([record("first")]);
    take(2);
    await successor.open();
    await expect(paused.append([record("late")])).rejects.toMatchObject({ code: "PRODUCER_FENCED" });
    take(1);
    await expect(paused.append([record("later")])).rejects.toMatchObject({ code: "PRODUCER_FENCED" });
    await successor.append([record("second")]);
    expect(await values()).toEqual(["first", "second"]);
  });

  it("does not fence the process that overtook it, when it wakes after an append that failed", async () => {
    const { take, appenderOf } = processes();
    let isAway = false;
    const failing = {
      openAppender: async (id: string) => {
        const appender = await log.openAppender(id);
        return {
          append: (records: Parameters<typeof appender.append>[0]) =>
            isAway
              ? Promise.reject(new EventLogError("LOG_UNREACHABLE", "the connection is gone"))
              : appender.append(records),
          close: () => appender.close(),
        };
      },
    };
    const [paused, successor] = [appenderOf(1, failing), appenderOf(2)];
    take(1);
    await paused.append([record("first")]);
    isAway = true;
    take(2);
    await successor.open();
    await expect(paused.append([record("late")])).rejects.toMatchObject({ code: "LOG_UNREACHABLE" });
    isAway = false;
    await expect(paused.append([record("late")])).rejects.toThrow("overtaken");
    await successor.append([record("second")]);
    expect(await values()).toEqual(["first", "second"]);
  });

  it("appends nothing if it was overtaken while it opened", async () => {
    const { take, appenderOf } = processes();
    const slow = {
      openAppender: async (id: string) => {
        const appender = await log.openAppender(id);
        take(2);
        return appender;
      },
    };
    take(1);
    await expect(appenderOf(1, slow).append([record("late")])).rejects.toThrow("overtaken");
    expect(await values()).toEqual([]);
  });

  it("goes on through another one after an append that failed", async () => {
    const { take, appenderOf } = processes();
    take(1);
    const appender = appenderOf(1);
    const tooLarge = { ...record("x"), value: Buffer.alloc(9 * 1024 * 1024) };
    const both = [appender.append([tooLarge]), appender.append([record("next")])];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(await values()).toEqual(["next"]);
  });
});
