import { EventEmitter } from "node:events";
import type { FSWatcher } from "node:fs";
import { describe, expect, it } from "vitest";
import { FolderWatch } from "./folder-watch.js";

const failure = (code: string) => Object.assign(new Error(code), { code });

class FakeWatcher extends EventEmitter {
  isClosed = false;

  close(): void {
    this.isClosed = true;
  }
}

/** A watch that starts as the list says: by failing with a code, or (null) at all. */
function watching(...starts: (string | null)[]) {
  const codes: (string | null)[] = [];
  const watchers: FakeWatcher[] = [];
  const watch = new FolderWatch("folder", {
    onPolling: (code) => void codes.push(code),
    start: () => {
      const code = starts.shift() ?? null;
      if (code !== null) throw failure(code);
      const watcher = new FakeWatcher();
      watchers.push(watcher);
      return watcher as unknown as FSWatcher;
    },
  });
  const { signal } = new AbortController();
  return { watch, codes, watchers, signal };
}

describe("watching a folder", () => {
  it("ends a wait when the folder changes, and when it is over", async () => {
    const { watch, watchers, signal } = watching();
    const waiting = watch.wait(60_000, signal);
    watchers[0]!.emit("change");
    await waiting;
    await watch.wait(1, signal);
    watch.close();
    expect(watchers[0]!.isClosed).toBe(true);
  });

  it("regression: a watch that falls back to polling said nothing", async () => {
    const { watch, codes, watchers, signal } = watching("ENOSPC", "ENOSPC", null);
    await watch.wait(1, signal);
    expect(codes).toEqual(["ENOSPC", "ENOSPC"]);
    await watch.wait(1, signal);
    expect(codes).toEqual(["ENOSPC", "ENOSPC", null]);
    watchers[0]!.emit("error", failure("EIO"));
    expect(codes.at(-1)).toBe("EIO");
    expect(watchers[0]!.isClosed).toBe(true);
    await watch.wait(1, signal);
    expect([codes.at(-1), watchers.length]).toEqual([null, 2]);
  });

  it("leaves a folder that is missing to its scan", async () => {
    const { watch, codes, signal } = watching("ENOENT");
    await watch.wait(1, signal);
    expect(codes).toEqual([]);
  });
});
