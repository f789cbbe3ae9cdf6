import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scenario } from "@interlude/bench";
import { CommandError } from "../../command-error.js";
import { commandSettings } from "../../settings/command-settings.js";
import { createOutput } from "../../output.js";
import { stopSignal } from "../options.js";
import { faultTools } from "./fault-tools.js";
import { loadBench } from "./measuring.js";

interface FaultsCommandOptions {
  /** Names, or beginnings of names, of scenarios; all of them without. */
  readonly only: readonly string[];
  /** Only the scenario named so. */
  readonly short?: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

/**
 * Runs the fault scenarios on servers of their own and prints what became of each.
 * @throws CommandError `DIFFERS` if one failed; its logs are kept
 */
export async function runFaultScenarios({ only, short, seed, json }: FaultsCommandOptions): Promise<void> {
  const { SCENARIOS, faultsLines, runFaults } = await loadBench();
  const output = createOutput(json === true);
  const scenarios = chosen(SCENARIOS, short === true ? ["short"] : only);
  const home = mkdtempSync(join(tmpdir(), "interlude-faults-"));
  // Secrets and servers of this run, for the commands that it starts, too.
  process.env[commandSettings.home.variable] = home;
  const began = performance.now();
  const log = (text: string): void => {
    output.remark(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);
  };
  const signal = stopSignal();
  const report = await runFaults({ tools: faultTools, scenarios, seed, home, log, signal });
  output.json(report);
  for (const text of faultsLines(report)) output.line(text);
  if (report.scenarios.some(({ outcome }) => outcome === "failed")) {
    throw new CommandError("DIFFERS", `A fault has changed what it must not; see ${home}`);
  }
  rmSync(home, { recursive: true, force: true });
}

function chosen(scenarios: readonly Scenario[], only: readonly string[]): readonly Scenario[] {
  if (only.length === 0) return scenarios;
  const found = scenarios.filter(({ name }) => only.some((beginning) => name.startsWith(beginning)));
  if (found.length > 0) return found;
  const names = scenarios.map(({ name }) => name).join(", ");
  throw new CommandError("USAGE", `No scenario is named ${only.join(" or ")}; there are ${names}`);
}
