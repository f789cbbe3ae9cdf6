/** What became of one scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped; empty if it passed. */
  readonly problems: readonly string[];
  /** Keys whose newest value is missing or another than without the fault. */
  readonly lost: number;
  /** Keys that there are not without the fault. */
  readonly added: number;
  /** Records that topics hold once more than before, as whole repeats. */
  readonly repeated: number;
  readonly deadLetters: number;
  /** From the end of the fault and of the packets until the newest was out of every stage; null if it never was. */
  readonly secondsToHeal: number | null;
  /** Processes of services that ended. */
  readonly deaths: number;
  readonly seconds: number;
}

/** A scenario that did not run. */
export function skipped(name: string, why: string): ScenarioResult {
  const nothing = {
    lost: 0,
    added: 0,
    repeated: 0,
    deadLetters: 0,
    deaths: 0,
    seconds: 0,
    secondsToHeal: null,
  };
  return { name, outcome: "skipped", problems: [why], ...nothing };
}
