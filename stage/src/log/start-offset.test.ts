import { describe, expect, it } from "vitest";
import { startOffset } from "./start-offset.js";

const range = { topic: "t", partition: 0, earliest: 5n, end: 9n };

describe("start offset", () => {
  it("is what the store says, and the oldest record where it says nothing", () => {
    expect(startOffset("t/0", 7n, range)).toBe(7n);
    expect(startOffset("t/0", 9n, range)).toBe(9n);
    expect(startOffset("t/0", undefined, range)).toBe(5n);
    expect(startOffset("t/0", 0n, range)).toBe(5n);
  });

  it.each([
    ["behind what retention kept", 4n, /retention/],
    ["ahead of the log", 10n, /anew/],
  ])("is refused %s", (_, stored, reason) => {
    expect(() => startOffset("t/0", stored, range)).toThrow(
      expect.objectContaining({ code: "OFFSET_LOST", message: expect.stringMatching(reason) }),
    );
  });
});
