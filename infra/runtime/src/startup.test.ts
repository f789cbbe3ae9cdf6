import { EventLogError } from "@interlude/stage";
import { describe, expect, it, vi } from "vitest";
import { Startup } from "./startup.js";

const away = () => new EventLogError("LOG_UNREACHABLE", "no broker responds");
const startup = () => new Startup({ warn: () => {} });

describe("a step of a start", () => {
  it("is repeated for as long as what it needs is away, and says what that is", async () => {
    const start = startup();
    const begun = start.read().progressAt;
    let attempts = 0;
    const step = start.untilDone("joining the group", async () => {
      attempts += 1;
      if (attempts <= 3) throw away();
      return "joined";
    });
    await vi.waitFor(() =>
      expect(start.read().blocked).toMatchObject({
        code: "LOG_UNREACHABLE",
        reason: "joining the group: no broker responds",
      }),
    );
    expect(await step).toBe("joined");
    expect([attempts, start.read().blocked]).toEqual([4, null]);
    expect(start.read().progressAt).toBeGreaterThan(begun);
  });

  it("fails at once for a cause that does not pass", async () => {
    const missing = new EventLogError("TOPIC_MISSING", "run interlude prepare");
    await expect(startup().untilDone("reading topics", () => Promise.reject(missing))).rejects.toBe(missing);
  });

  it("ends when the process is told to stop", async () => {
    const start = startup();
    const step = start.untilDone("joining the group", () => Promise.reject(away()));
    start.stop();
    await expect(step).rejects.toMatchObject({ code: "LOG_UNREACHABLE" });
  });
});
