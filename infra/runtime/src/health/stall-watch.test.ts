import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServiceHealth } from "./service-health.js";
import { watchForStall } from "./stall-watch.js";

const STUCK = "the consumer has made no progress for 181 s";
const CHECK_MS = 10_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a process that makes no progress", () => {
  it("is ended after a minute of it", () => {
    const health = { livenessProblem: null as string | null };
    const onStall = vi.fn();
    watchForStall(health as ServiceHealth, onStall);
    vi.advanceTimersByTime(10 * CHECK_MS);
    health.livenessProblem = STUCK;
    vi.advanceTimersByTime(5 * CHECK_MS);
    expect(onStall).not.toHaveBeenCalled();
    vi.advanceTimersByTime(CHECK_MS);
    expect(onStall.mock.calls[0]).toMatchObject([{ code: "SERVICE_STALLED", message: STUCK }]);
  });

  it("is not if it goes on, as one does that was stopped for a while", () => {
    const health = { livenessProblem: null as string | null };
    const onStall = vi.fn();
    const stop = watchForStall(health as ServiceHealth, onStall);
    for (let pause = 0; pause < 3; pause += 1) {
      health.livenessProblem = STUCK;
      vi.advanceTimersByTime(5 * CHECK_MS);
      health.livenessProblem = null;
      vi.advanceTimersByTime(CHECK_MS);
    }
    expect(onStall).not.toHaveBeenCalled();
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
