import type { GenerationGate } from "@interlude/contracts";
import { type GateReport, demandInWords, judge } from "@interlude/core-tracks";
import type { Refusal } from "./fit-outcome.js";
import type { Figures } from "./measure.js";

/** Judges all gates. One that is not measured is failed: what was not looked at is not known to hold. */
export function judged(figures: Figures): GenerationGate[] {
  return judge(figures).map(({ measure, demand, value, verdict, reason }: GateReport) => ({
    name: measure,
    value,
    demand: demandInWords(demand),
    passed: verdict === "passed",
    note: reason ?? null,
  }));
}

/** Why a model that failed gates may not serve: which ones, and by how much; null if it passed all. */
export function refusalOf(gates: readonly GenerationGate[]): Refusal | null {
  const failed = gates.filter(({ passed }) => !passed);
  if (failed.length === 0) return null;
  const words = failed.map(
    ({ name, value, demand, note }) =>
      `${name} is ${value === null ? `unknown (${note})` : value.toFixed(3)} instead of ${demand}`,
  );
  return {
    code: "GATES_FAILED",
    reason: `it fails ${failed.length} of ${gates.length} gates: ${words.join("; ")}`,
  };
}
