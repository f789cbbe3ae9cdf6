import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SCENARIOS, runFaults } from "@interlude/bench";
import { expect, it } from "vitest";
import { faultTools } from "./fault-tools.js";

const SEED = Number(process.env["INTERLUDE_PROPERTY_SEED"] ?? Date.now() % 1_000_000);

it("nothing is lost while processes die and sleep, servers restart and a marker is forged", async () => {
  const home = mkdtempSync(join(tmpdir(), "interlude-faults-"));
  process.env["INTERLUDE_HOME"] = home;
  const said: string[] = [];
  const scenarios = SCENARIOS.filter(({ name }) => name === "short");
  const report = await runFaults({
    tools: faultTools,
    scenarios,
    seed: SEED,
    home,
    log: (line) => said.push(line),
    signal: new AbortController().signal,
  });
  expect(report.scenarios, `seed ${SEED}, logs in ${home}:\n${said.join("\n")}`).toEqual([
    expect.objectContaining({ name: "short", outcome: "passed", lost: 0, added: 0 }),
  ]);
  rmSync(home, { recursive: true });
}, 600_000);
