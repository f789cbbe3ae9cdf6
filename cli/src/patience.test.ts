import { EventLogError } from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patiently } from "./patience.js";

const away = new EventLogError("LOG_UNREACHABLE", "Kafka is away");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a command's patience", () => {
  it("outlasts servers that start, and says after some seconds what it waits for", async () => {
    const remarks: string[] = [];
    const until = performance.now() + 20_000;
    const result = patiently(
      (text) => remarks.push(text),
      () => (performance.now() < until ? Promise.reject(away) : Promise.resolve(7)),
    );
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await result).toBe(7);
    expect(remarks).toEqual([expect.stringContaining("LOG_UNREACHABLE: Kafka is away")]);
  });

  it("ends with what is wrong after a minute, and at once with what does not pass", async () => {
    const long = patiently(
      () => {},
      () => Promise.reject(away),
    );
    await Promise.all([expect(long).rejects.toBe(away), vi.advanceTimersByTimeAsync(80_000)]);
    const final = new EventLogError("TOPIC_MISSING", "no such topic");
    await expect(
      patiently(
        () => {},
        () => Promise.reject(final),
      ),
    ).rejects.toBe(final);
  });
});
