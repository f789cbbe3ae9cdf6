import type { FaultsReport } from "./run-faults.js";

/** The report as a table for people, then what is wrong. */
export function faultsLines({ seed, scenarios }: FaultsReport): string[] {
  const rows = [
    ["scenario", "outcome", "lost", "added", "repeated", "dead letters", "deaths", "heals after", "seconds"],
    ...scenarios.map((one) => [
      one.name,
      one.outcome,
      String(one.lost),
      String(one.added),
      String(one.repeated),
      String(one.deadLetters),
      String(one.deaths),
      one.secondsToHeal === null ? "-" : `${one.secondsToHeal} s`,
      String(one.seconds),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const failed = scenarios.filter(({ outcome }) => outcome === "failed");
  return [
    ...rows.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    ),
    ...failed.flatMap(({ name, problems }) => ["", name, ...problems.map((problem) => `  ${problem}`)]),
    "",
    `seed ${seed}: ${scenarios.length} runs, ${failed.length} failed`,
  ];
}
