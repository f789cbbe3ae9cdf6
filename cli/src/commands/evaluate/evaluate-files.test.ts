import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { evaluateFiles } from "./evaluate-files.js";
import { evaluationLines } from "./evaluation-lines.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-evaluate-"));
const edges = join(folder, "graph.edges");
const dated = join(folder, "graph.tsv");
const ring = Array.from({ length: 30 }, (_, i) => [
  [i, (i + 1) % 30],
  [i, (i + 2) % 30],
]).flat();
writeFileSync(edges, `${ring.map((pair) => pair.join(" ")).join("\n")}\nalone\n`);
writeFileSync(dated, ring.map((pair, i) => [...pair, 1950 + i].join("\t")).join("\n"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("evaluateFiles", () => {
  it("evaluates an edge list, names its bad lines and writes the page", async () => {
    const html = join(folder, "report.html");
    const { evaluation, badLines } = await evaluateFiles({ edges, splits: 2, seed: 1, html });
    expect(evaluation).toMatchObject({ protocol: "random", graph: { vertices: 30, edges: 60 } });
    expect(badLines).toEqual([{ file: edges, line: 61, reason: expect.any(String) as string }]);
    expect(readFileSync(html, "utf8")).toContain("graph.edges");
    expect(evaluationLines(evaluation)[0]).toBe("30 vertices, 60 edges; protocol random, 2 splits");
  });

  it("takes dated edges in time unless told otherwise", async () => {
    const { evaluation } = await evaluateFiles({ dated, splits: 1, seed: 1 });
    expect(evaluation.protocol).toBe("temporal");
  });

  it.each([
    [{}, "USAGE"],
    [{ edges, protocol: "event" as const }, "USAGE"],
    [{ dated: edges }, "INVALID"],
    [{ edges: join(folder, "missing") }, "SOURCE_MISSING"],
  ])("refuses %j", async (request, code) => {
    await expect(evaluateFiles({ splits: 1, seed: 1, ...request })).rejects.toMatchObject({ code });
  });
});
