import { describe, expect, it } from "vitest";
import { printable, printableLine } from "./printable.js";

describe("text for a terminal", () => {
  it("shows escape sequences instead of obeying them", () => {
    expect(printable("\u001B]0;owned\u0007\u001B[2JName\r\u009B31m")).toBe(
      "\\u001b]0;owned\\u0007\\u001b[2JName\\u000d\\u009b31m",
    );
  });

  it("shows what would turn the direction of writing", () => {
    expect(printable("abc\u202Efed")).toBe("abc\\u202efed");
  });

  it("leaves words of every script, and line feeds, as they are", () => {
    const text = "Sigur Rós – 東京\nבוקר 🎷";
    expect(printable(text)).toBe(text);
    expect(printableLine(text)).toBe("Sigur Rós – 東京\\nבוקר 🎷");
  });

  it("keeps JSON the same", () => {
    const value = { name: "a\u009B2J\u007F\u202E\n\u001B" };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });
});
