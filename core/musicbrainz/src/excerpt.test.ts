import * as fc from "fast-check";
import { expect, it } from "vitest";
import { excerpt } from "./excerpt.js";

it("an excerpt is short text that everything can store, and a short text is its own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.nat(200), (text, cut) => {
      const shown = excerpt(text.slice(0, cut));
      expect(shown.length).toBeLessThanOrEqual(61);
      expect(shown).not.toMatch(/[\0\p{Surrogate}]/u);
    }),
  );
  expect(excerpt("🎷 & 🎺")).toBe("🎷 & 🎺");
  expect(excerpt(`${"a".repeat(59)}🎷🎷`)).toBe(`${"a".repeat(59)}\uFFFD…`);
  expect(excerpt("\0\ud83c")).toBe("\uFFFD\uFFFD");
});
