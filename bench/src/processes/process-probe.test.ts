import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { readUsage } from "./process-usage.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("says what a process used until its end, once, however many threads it has", () => {
  const file = join(folder, "usage.jsonl");
  const probe = fileURLToPath(new URL("process-probe.js", import.meta.url));
  const program =
    'new (require("node:worker_threads").Worker)("0", { eval: true }).on("exit", () => process.exit(0))';
  execFileSync(process.execPath, ["--import", probe, "-e", program], {
    env: { ...process.env, BENCH_PROBE_FILE: file },
  });
  const { curve, maxRssBytes, cpuSeconds } = readUsage(file);
  expect(maxRssBytes).toBeGreaterThan(10e6);
  expect(cpuSeconds).toBeGreaterThan(0);
  expect(curve.map(({ seconds }) => seconds)).toEqual(
    curve.map(({ seconds }) => seconds).toSorted((a, b) => a - b),
  );
  expect(curve.filter(({ rssBytes }) => rssBytes > maxRssBytes)).toEqual([]);
});
