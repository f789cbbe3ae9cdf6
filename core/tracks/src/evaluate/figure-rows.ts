import { demandInWords } from "../measures/gates.js";
import type { CandidateName } from "./evaluate-seed.js";
import type { TrackEvaluation } from "./evaluate-tracks.js";
import { FIGURE_LABELS, FIGURE_NAMES, type Summary } from "./figures.js";

const CANDIDATE_LABELS: Record<CandidateName, string> = {
  real: "real against real",
  independent: "independent columns",
  copula: "copula",
  categoryCopula: "copula a category",
  cvae: "CVAE",
};

function text(value: number | null): string {
  return value === null ? "" : value.toFixed(3);
}

export const GATE_COLUMNS = ["figure", "verdict", "mean", "worst", "demanded", "margin", "reason"] as const;

/** A line a gate of the CVAE, in the order of `GATE_COLUMNS`. */
export function gateRows({ gates }: TrackEvaluation): string[][] {
  return gates.map(({ measure, verdict, value, worst, demand, margin, reason }) => [
    FIGURE_LABELS[measure],
    verdict,
    text(value),
    text(worst),
    demandInWords(demand),
    text(margin),
    reason ?? "",
  ]);
}

/**
 * A line a figure with a column for each of the candidates: the mean over the seeds, the worst in brackets; a dash where
 * there is none, with the reason among the remarks.
 */
export function evaluationTable({ candidates }: TrackEvaluation): {
  head: string[];
  rows: string[][];
  remarks: string[];
} {
  const reasons = new Map<string, string[]>();
  const rows = FIGURE_NAMES.map((figure) => [
    FIGURE_LABELS[figure],
    ...candidates.map(({ name, figures }) => {
      const { reason } = figures[figure].mean;
      if (reason !== undefined) {
        const line = `${FIGURE_LABELS[figure]}: ${reason}`;
        reasons.set(line, [...(reasons.get(line) ?? []), CANDIDATE_LABELS[name]]);
      }
      return cell(figures[figure]);
    }),
  ]);
  return {
    head: ["figure", ...candidates.map(({ name }) => CANDIDATE_LABELS[name])],
    rows,
    remarks: [...reasons].map(
      ([line, names]) => `${line} (${names.length === candidates.length ? "all" : names.join(", ")})`,
    ),
  };
}

function cell({ mean, worst, values }: Summary): string {
  if (mean.value === null) return "–";
  return values.length === 1 ? text(mean.value) : `${text(mean.value)} (${text(worst)})`;
}
