import { describe, expect, it } from "vitest";
import { untilReleased } from "./until-released.js";

const running = new AbortController().signal;

/** Holds for so many looks. */
function heldFor(looks: number): { isHeld: () => Promise<boolean>; readonly looks: number } {
  let seen = 0;
  return {
    isHeld: () => Promise.resolve(seen++ < looks),
    get looks() {
      return seen;
    },
  };
}

describe("the next epoch", () => {
  it("is begun at once where nothing holds it back", async () => {
    const store = heldFor(0);
    await untilReleased(store, running);
    expect(store.looks).toBe(1);
  });

  it("waits until the reader that holds it back lets go", async () => {
    const store = heldFor(3);
    await untilReleased(store, running);
    expect(store.looks).toBe(4);
  });

  it("waits no longer for a process that is told to end", async () => {
    const stop = new AbortController();
    const waiting = untilReleased(heldFor(Infinity), stop.signal);
    stop.abort(new Error("told to end"));
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
