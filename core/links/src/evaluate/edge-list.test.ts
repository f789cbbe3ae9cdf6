import { describe, expect, it } from "vitest";
import { readEdgeLists } from "./edge-list.js";

describe("readEdgeLists", () => {
  it("reads names parted by tabs, spaces or commas, each pair once, and skips comments", () => {
    const text = "# a comment\r\n% another\r\n\r\nA B\r\nB\tA\nA, C 7\n";
    expect(readEdgeLists([{ name: "f", text, dated: false }])).toEqual({
      names: ["A", "B", "C"],
      edges: [
        { pair: [0, 1], time: null },
        { pair: [0, 2], time: null },
      ],
      badLines: [],
      repeated: 1,
    });
  });

  it("names every line that gives no edge, with its file, and reads the others", () => {
    const { edges, badLines } = readEdgeLists([
      { name: "plain", text: "A\nB B\nA B", dated: false },
      { name: "dated", text: "A B\nA C soon\nA C 5", dated: true },
    ]);
    expect(badLines.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "plain:1",
      "plain:2",
      "dated:1",
      "dated:2",
    ]);
    expect(badLines.every(({ reason }) => reason !== "")).toBe(true);
    expect(edges).toEqual([
      { pair: [0, 1], time: null },
      { pair: [0, 2], time: 5 },
    ]);
  });

  it("takes the earliest time of a pair, and the time of an edge from the dated file", () => {
    const { edges } = readEdgeLists([
      { name: "plain", text: "A B", dated: false },
      { name: "dated", text: "B A 9\nA B 4", dated: true },
    ]);
    expect(edges).toEqual([{ pair: [0, 1], time: 4 }]);
  });
});
