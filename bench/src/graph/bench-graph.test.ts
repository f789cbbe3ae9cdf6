import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numberedMbid } from "@interlude/core-graph/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { benchGraph } from "./bench-graph.js";
import { generateEdgeList, readEdgeList } from "./edge-list.js";
import { graphLines } from "./report.js";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "interlude-bench-test-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("edge lists", () => {
  it("are read from lines of two numbers, remarks left out", () => {
    const file = join(folder, "good.edges");
    writeFileSync(file, "# remark\n7 3\n\n3\t12 5\n");
    const list = readEdgeList(file);
    expect(list.mbids.map((mbid) => parseInt(mbid.slice(-12), 16))).toEqual([7, 3, 12]);
    expect([...list.ends]).toEqual([0, 1, 1, 2]);
  });

  it("are read from lines of two MBIDs and a number of recordings", () => {
    const file = join(folder, "collaborations.tsv");
    const [a, b, c] = [1, 2, 3].map((n) => numberedMbid(n));
    writeFileSync(file, `${a}\t${b}\t8\n${b}\t${c}\n`);
    expect(readEdgeList(file)).toEqual({
      name: file,
      file,
      mbids: [a, b, c],
      ends: Int32Array.of(0, 1, 1, 2),
      weights: Int32Array.of(8, 1),
      firstRecordings: Int32Array.of(1, 2),
    });
    writeFileSync(file, `${a}\t${b}\t8\n1 2\n`);
    expect(() => readEdgeList(file)).toThrow(expect.objectContaining({ code: "BENCH_INVALID_EDGES" }));
    writeFileSync(file, `${a}\t${b}\t0\n`);
    expect(() => readEdgeList(file)).toThrow(expect.objectContaining({ code: "BENCH_INVALID_EDGES" }));
  });

  it.each(["1", "1 x", "4 4", "-1 2"])("are rejected if a line is %j", (line) => {
    const file = join(folder, "bad.edges");
    writeFileSync(file, `1 2\n${line}\n`);
    expect(() => readEdgeList(file)).toThrow(
      expect.objectContaining({ code: "BENCH_INVALID_EDGES", message: expect.stringContaining("line 2") }),
    );
  });

  it("are generated the same from the same seed, each edge once", () => {
    const list = generateEdgeList(3_000, 4);
    expect(generateEdgeList(3_000, 4)).toEqual(list);
    expect(generateEdgeList(3_000, 5).ends).not.toEqual(list.ends);
    const pairs = Array.from(list.weights, (_, edge) =>
      list.ends
        .slice(edge * 2, edge * 2 + 2)
        .sort()
        .join(),
    );
    expect(new Set(pairs).size).toBe(3_000);
    expect(new Set(list.mbids).size).toBe(1_500);
  });
});

describe("benchGraph", () => {
  it("measures a graph, finds what other ways find, and leaves out what it cannot compare", async () => {
    const notices: string[] = [];
    const report = await benchGraph({
      source: { generate: 2_000, seed: 1 },
      rounds: 1,
      version: "test",
      onStep: (line) => notices.push(line),
    });
    expect(report).toMatchObject({ bench: "graph", edges: 2_000 });
    expect(report.changes.embeddingIdentical).toBe(true);
    expect(report.dirty).toMatchObject({ missedPairs: 0, overMarked: 0 });
    expect(report.snapshot.replica.memoryBytes).toBeGreaterThan(report.build.memoryBytes);
    expect(report.peers).toEqual({ scipy: null, networkx: null });
    expect(notices.filter((line) => line.startsWith("peers left out"))).toHaveLength(1);
    expect(graphLines(report).length).toBeGreaterThan(5);
    // A process and three threads are started on the way.
  }, 120_000);
});
