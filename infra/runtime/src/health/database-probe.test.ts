import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DatabaseProbe } from "./database-probe.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("notices that the database does not respond, since when, and that it does again", async () => {
  const query = vi.fn<() => Promise<never[]>>(async () => []);
  const probe = new DatabaseProbe({ query } as never);
  probe.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(probe.read().blocked).toBeNull();
  query.mockRejectedValue(Object.assign(new Error("Connection terminated"), { code: "CONNECTION_LOST" }));
  await vi.advanceTimersByTimeAsync(10_000);
  const { blocked, progressAt } = probe.read();
  expect(blocked).toMatchObject({ code: "CONNECTION_LOST", reason: expect.stringContaining("terminated") });
  await vi.advanceTimersByTimeAsync(60_000);
  // Probes that fail are progress; what they fail with has the time of the first.
  expect(probe.read().blocked?.since).toBe(blocked?.since);
  expect(probe.read().progressAt).toBeGreaterThan(progressAt);
  query.mockResolvedValue([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(probe.read().blocked).toBeNull();
  probe.stop();
  expect(vi.getTimerCount()).toBe(0);
});
