import { describe, expect, it, vi } from "vitest";
import { createOutput } from "./output.js";

const artist = "\u001B[2J\u009B31mArtist";

function written(stream: "stdout" | "stderr", write: () => void): string {
  const spy = vi.spyOn(process[stream], "write").mockReturnValue(true);
  write();
  const text = spy.mock.calls.map(([part]) => String(part)).join("");
  spy.mockRestore();
  return text;
}

describe("what a command writes", () => {
  it("does not let an artist's name command the terminal", () => {
    const shown = "\\u001b[2J\\u009b31mArtist\n";
    expect(written("stdout", () => createOutput(false).line(artist))).toBe(shown);
    expect(written("stderr", () => createOutput(false).remark(artist))).toBe(shown);
  });

  it("writes the same JSON, and a line as one line", () => {
    const json = written("stdout", () => createOutput(true).json({ artist }));
    expect(JSON.parse(json)).toEqual({ artist });
    expect(json).not.toContain("\u009B");
    expect(written("stdout", () => createOutput(false).line("a\nb"))).toBe("a\\nb\n");
  });
});
