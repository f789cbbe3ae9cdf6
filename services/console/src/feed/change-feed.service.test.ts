import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { createLogger } from "@interlude/infra-runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type IngestionState, ingestionState } from "../ingestion/ingestion-state.js";
import type { IngestionStatusRepository } from "../ingestion/ingestion-status.repository.js";
import { ChangeFeed } from "./change-feed.service.js";
import type { FeedEvent } from "./feed-event.js";
import type { FeedRepository } from "./feed.repository.js";
import { statusOf } from "../testing/records.js";

/** A response that keeps what it is sent. */
class Browser extends EventEmitter {
  text = "";
  takes = true;
  destroyed = false;

  writeHead(): this {
    return this;
  }

  write(text: string): boolean {
    this.text += text;
    return this.takes;
  }

  end(): void {
    this.emit("close");
  }

  destroy(): void {
    this.destroyed = true;
    this.emit("close");
  }
}

class MemoryStore {
  readonly events: FeedEvent[] = [];
  asked = 0;
  broken = false;

  add(): void {
    this.events.push({ id: this.events.length + 1, event: "epoch", data: "{}", token: "" });
  }

  async lastId(): Promise<number> {
    return this.events.length;
  }

  async isStill(): Promise<boolean> {
    return true;
  }

  async after(id: number): Promise<FeedEvent[]> {
    this.asked += 1;
    if (this.broken) throw new Error("the database is away");
    return this.events.slice(id);
  }
}

let store: MemoryStore;
let feed: ChangeFeed;
let status: IngestionState | null;

beforeEach(() => {
  vi.useFakeTimers();
  store = new MemoryStore();
  status = null;
  const ingestion = { read: async () => status } as IngestionStatusRepository;
  const logger = createLogger({ service: "console", level: "silent" });
  feed = new ChangeFeed(store as unknown as FeedRepository, ingestion, logger, { streamsPerAddress: 32 });
});
afterEach(() => {
  feed.onModuleDestroy();
  vi.useRealTimers();
});

async function open(lastSeen: number | null = null, address = "192.0.2.1"): Promise<Browser> {
  const browser = new Browser();
  try {
    await feed.open(browser as unknown as ServerResponse, address, lastSeen);
  } catch (error) {
    // What the filter of errors does.
    browser.end();
    throw error;
  }
  return browser;
}

/** How many of so many connections that come at once are let in. */
async function letIn(connections: number, addressOf: (connection: number) => string): Promise<number> {
  const opened = await Promise.allSettled(
    Array.from({ length: connections }, (_, i) => open(null, addressOf(i))),
  );
  return opened.filter((outcome) => outcome.status === "fulfilled").length;
}

describe("ChangeFeed", () => {
  it("passes what is new to every stream", async () => {
    store.add();
    const browsers = [await open(), await open(0)];
    store.add();
    await vi.advanceTimersByTimeAsync(300);
    expect(browsers.map(({ text }) => [...text.matchAll(/^id: (\d+)/gm)].map(([, id]) => id))).toEqual([
      ["2"],
      ["1", "2"],
    ]);
  });

  it("sends every stream at first what ingestion does, and then what has changed", async () => {
    const early = await open();
    status = ingestionState(statusOf({ note: "43 %" }));
    await vi.advanceTimersByTimeAsync(1_000);
    const late = await open(0);
    status = ingestionState(statusOf({ note: "44 %" }));
    await vi.advanceTimersByTimeAsync(1_000);
    for (const { text } of [early, late]) {
      expect(
        [...text.matchAll(/^event: ingestion\ndata: (.*)$/gm)].map(([, json]) => JSON.parse(json!).note),
      ).toEqual(["43 %", "44 %"]);
    }
  });

  it("asks the database only while a stream is open", async () => {
    const [one, other] = [await open(), await open()];
    one.end();
    await vi.advanceTimersByTimeAsync(1_000);
    const asked = store.asked;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.asked).toBeGreaterThan(asked);
    other.end();
    const quiet = store.asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.asked).toBe(quiet);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes on when the database comes back", async () => {
    const browser = await open();
    store.broken = true;
    await vi.advanceTimersByTimeAsync(1_000);
    store.broken = false;
    store.add();
    await vi.advanceTimersByTimeAsync(300);
    expect(browser.text).toContain("id: 1\n");
    expect(browser.destroyed).toBe(false);
  });

  it("reassures those who wait and cuts off those who take nothing", async () => {
    const [quick, slow] = [await open(), await open()];
    slow.takes = false;
    store.add();
    await vi.advanceTimersByTimeAsync(15_100);
    expect(quick.text).toContain(": heartbeat\n\n");
    await vi.advanceTimersByTimeAsync(15_100);
    expect(quick.destroyed).toBe(false);
    expect(slow.destroyed).toBe(true);
    expect(slow.text.match(/^id:/gm)).toHaveLength(1);
  });

  it("keeps the number of connections bounded", async () => {
    for (let i = 0; i < 256; i += 1) await open(null, `address ${i}`);
    await expect(open()).rejects.toMatchObject({ status: 503, code: "STREAM_FULL" });
  });

  it("keeps it bounded in a burst, too: those that are being opened count", async () => {
    expect(await letIn(2_000, (connection) => `address ${connection}`)).toBe(256);
  });

  it("leaves room for others whatever one address opens, and takes it again once it has closed some", async () => {
    const [first] = [await open()];
    expect(await letIn(100, () => "192.0.2.1")).toBe(31);
    expect(await letIn(3, () => "192.0.2.2")).toBe(3);
    first.end();
    expect(await letIn(2, () => "192.0.2.1")).toBe(1);
  });

  it("does not stay stuck when the first try to read fails", async () => {
    store.broken = true;
    await expect(open()).rejects.toThrow("away");
    expect(vi.getTimerCount()).toBe(0);
    store.broken = false;
    store.add();
    expect((await open(0)).text).toContain("id: 1\n");
  });
});
