import type { Machine } from "../environment.js";
import type { ScoringSpeed } from "./pair-scoring.js";

/** What one run measured. */
export interface ScoringReport {
  readonly bench: "scoring";
  readonly environment: Machine;
  readonly graph: string;
  readonly artists: number;
  readonly edges: number;
  readonly rounds: number;
  /** Id of the model that was trained on the graph, or of the built-in prior model. */
  readonly model: string;
  readonly trainingSeconds: number;
  readonly allFeatures: ScoringSpeed;
  readonly weighableFeatures: ScoringSpeed;
  readonly ownFeatures: ScoringSpeed;
}

/** The report for people. */
export function scoringLines(report: ScoringReport): string[] {
  const { allFeatures, weighableFeatures, ownFeatures } = report;
  const millions = (perSecond: number): string => `${(perSecond / 1e6).toPrecision(3)} M pairs/s`;
  const speed = ({ pairsPerSecond, pairsPerCpuSecond, features }: ScoringSpeed): string =>
    `${millions(pairsPerSecond)}, ${millions(pairsPerCpuSecond)} of processor time, ${features.length} features`;
  return [
    `${report.graph}: ${report.artists} artists, ${report.edges} edges; model ${report.model}, trained in ${report.trainingSeconds.toFixed(1)} s`,
    `all features   ${speed(allFeatures)}`,
    `weighable      ${speed(weighableFeatures)}`,
    `own features   ${speed(ownFeatures)}: ${ownFeatures.features.join(", ")}`,
  ];
}
