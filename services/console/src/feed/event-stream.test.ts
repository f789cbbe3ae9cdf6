import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { EventStream, type FeedState } from "./event-stream.js";
import { RecentChanges } from "./recent-changes.js";

/** A response whose socket takes a number of writes and then asks to wait. */
class SlowResponse extends EventEmitter {
  readonly written: string[] = [];
  room = Number.POSITIVE_INFINITY;
  destroyed = false;

  writeHead(): this {
    return this;
  }

  write(text: string): boolean {
    this.written.push(text);
    this.room -= 1;
    return this.room > 0;
  }

  destroy(): void {
    this.destroyed = true;
  }

  drain(room: number): void {
    this.room = room;
    this.emit("drain");
  }

  get ids(): string[] {
    return this.written.flatMap((text) => /^id: (\d+)/.exec(text)?.[1] ?? []);
  }
}

function watch(options: { from: number; changes: number; lastSeen: number | null; capacity?: number }) {
  const changes = new RecentChanges(options.from, options.capacity ?? 100);
  const add = (count: number) =>
    changes.append(
      Array.from({ length: count }, (_, i) => ({
        id: changes.last + 1 + i,
        event: "epoch" as const,
        data: "{}",
        token: "",
      })),
    );
  add(options.changes);
  const response = new SlowResponse();
  const clock = { now: 0 };
  const state: FeedState = { changes, ingestion: null };
  const stream = new EventStream(
    response as unknown as ServerResponse,
    state,
    options.lastSeen,
    () => clock.now,
  );
  return { add, state, response, clock, stream };
}

describe("EventStream", () => {
  it("begins with what comes next", () => {
    const { add, response, stream } = watch({ from: 5, changes: 2, lastSeen: null });
    expect(response.ids).toEqual([]);
    add(2);
    stream.deliver();
    expect(response.ids).toEqual(["8", "9"]);
    expect(response.written.at(-1)).toBe("id: 9\nevent: epoch\ndata: {}\n\n");
  });

  it("goes on where the browser left off", () => {
    expect(watch({ from: 5, changes: 4, lastSeen: 7 }).response.ids).toEqual(["8", "9"]);
    expect(watch({ from: 5, changes: 4, lastSeen: 5 }).response.ids).toEqual(["6", "7", "8", "9"]);
  });

  it.each([
    ["is older than what is kept", 4],
    ["was given by another database", 10],
  ])("asks the browser to load anew where its last id %s", (_, lastSeen) => {
    const { add, response, stream } = watch({ from: 5, changes: 4, lastSeen });
    expect(response.written.slice(1)).toEqual(["id: 9\nevent: reset\ndata: {}\n\n"]);
    add(1);
    stream.deliver();
    expect(response.ids).toEqual(["9", "10"]);
  });

  it("holds back while the socket is full, and goes on without loss", () => {
    const { add, response, stream } = watch({ from: 0, changes: 0, lastSeen: null });
    response.room = 2;
    add(5);
    stream.deliver();
    expect(response.ids).toEqual(["1", "2"]);
    add(1);
    stream.deliver();
    stream.heartbeat();
    expect(response.ids).toEqual(["1", "2"]);
    response.drain(3);
    expect(response.ids).toEqual(["1", "2", "3", "4", "5"]);
    response.drain(100);
    expect(response.ids).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("tells what ingestion does when that changes, without an id, and of a burst only the newest", () => {
    const { add, state, response, stream } = watch({ from: 0, changes: 0, lastSeen: null });
    state.ingestion = '{"n":1}';
    stream.deliver();
    stream.deliver();
    expect(response.written.slice(1)).toEqual(['event: ingestion\ndata: {"n":1}\n\n']);
    response.room = 1;
    add(1);
    stream.deliver();
    for (const n of [2, 3]) {
      state.ingestion = `{"n":${n}}`;
      stream.deliver();
    }
    response.drain(100);
    expect(response.written.slice(2)).toEqual([
      "id: 1\nevent: epoch\ndata: {}\n\n",
      'event: ingestion\ndata: {"n":3}\n\n',
    ]);
  });

  it("is told to load anew when it stalled for longer than what is kept", () => {
    const { add, response, stream } = watch({ from: 0, changes: 0, lastSeen: null, capacity: 3 });
    response.room = 1;
    add(1);
    stream.deliver();
    add(10);
    response.drain(100);
    expect(response.written.at(-1)).toBe("id: 11\nevent: reset\ndata: {}\n\n");
  });

  it("knows for how long it has stalled", () => {
    const { add, response, clock, stream } = watch({ from: 0, changes: 0, lastSeen: null });
    expect(stream.stalledFor).toBe(0);
    response.room = 1;
    add(2);
    stream.deliver();
    clock.now = 400;
    expect(stream.stalledFor).toBe(400);
    response.drain(100);
    expect(stream.stalledFor).toBe(0);
  });
});
