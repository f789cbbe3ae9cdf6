import { escapeHtml, htmlPage, htmlTable, linePlot } from "@interlude/core-html";
import { columnOf } from "@interlude/core-numerics";
import type { SyntheticRows } from "./evaluate-seed.js";
import type { TrackEvaluation } from "./evaluate-tracks.js";
import { GATE_COLUMNS, evaluationTable, gateRows } from "./figure-rows.js";

const BINS = 40;

/** An evaluation as one HTML page that loads nothing: gates, figures, densities and the course of the training. */
export function trackHtmlReport(
  evaluation: TrackEvaluation,
  synthetic: SyntheticRows,
  title: string,
): string {
  const { rows, columns, conditions, seeds, failed, trainedRows, heldRows, history, notes } = evaluation;
  const figures = evaluationTable(evaluation);
  const densities = columns.map((name, j) => {
    const [real, drawn] = [synthetic.held, synthetic.table].map((table) =>
      columnOf(table, j).filter((value) => !Number.isNaN(value)),
    );
    return densityPlot(name, real!, drawn!);
  });
  const passes = history.map((_, at) => at + 1);
  const course = (
    [
      ["Reconstruction", "nats a row", ({ reconstruction }) => reconstruction],
      ["Divergence from the prior", "nats a row", ({ kl }) => kl],
      ["Held-out loss", "nats a row", ({ heldLoss }) => heldLoss ?? NaN],
    ] as const satisfies readonly (readonly [string, string, (pass: (typeof history)[number]) => number])[]
  ).flatMap(([caption, label, of]) => {
    const y = history.map(of);
    return y.length < 2 || y.some(Number.isNaN)
      ? []
      : [linePlot(`${caption} by pass`, label, [{ label: caption, x: passes, y }])];
  });
  return htmlPage(`Generated tracks for ${title}`, [
    `<h1>Generated tracks for ${escapeHtml(title)}</h1>`,
    `<p>${rows} rows, ${columns.length} columns; given ${escapeHtml(conditions.map(({ name, kind }) => `${name} (${kind})`).join(", ") || "no condition")}. ${seeds.length} seeds: trained on ${trainedRows} rows, drawn for the conditions of ${heldRows} others.</p>`,
    ...failed.map(({ seed, reason }) => `<p>Seed ${seed} gave no generator: ${escapeHtml(reason)}</p>`),
    "<h2>Gates</h2>",
    "<p>The mean over the seeds decides. A gate without a figure is unknown: it has not been passed.</p>",
    htmlTable([...GATE_COLUMNS], gateRows(evaluation)),
    "<h2>Beside baselines (mean, worst in brackets)</h2>",
    htmlTable(figures.head, figures.rows),
    `<ul>${figures.remarks.map((remark) => `<li>${escapeHtml(remark)}</li>`).join("")}</ul>`,
    "<h2>Densities of held-out and generated rows (first seed)</h2>",
    densities.join(""),
    "<h2>Training (first seed)</h2>",
    course.join("") || "<p>There is no course of it.</p>",
    "<h2>Notes</h2>",
    `<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("")}</ul>`,
  ]);
}

/** Histograms of the same bins as lines; the height is the share of rows in a bin. */
function densityPlot(name: string, real: Float64Array, drawn: Float64Array): string {
  const all = [...real, ...drawn];
  const low = all.reduce((least, value) => Math.min(least, value), Infinity);
  const high = all.reduce((most, value) => Math.max(most, value), -Infinity);
  const width = (high - low) / BINS || 1;
  const shares = (values: Float64Array): Float64Array => {
    const counts = new Float64Array(BINS);
    for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]!++;
    return counts.map((count) => count / Math.max(1, values.length));
  };
  const x = Array.from({ length: BINS }, (_, bin) => low + (bin + 0.5) * width);
  return linePlot(name, "share of rows a bin", [
    { label: "held-out", x, y: shares(real) },
    { label: "generated", x, y: shares(drawn) },
  ]);
}
