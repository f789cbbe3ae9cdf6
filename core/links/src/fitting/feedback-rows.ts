import { FEATURE_COUNT } from "../features/link-features.js";
import type { DatedEdge } from "../event-windows.js";
import type { Pair } from "../windows/undirected-graph.js";
import type { WindowGraph } from "../windows/window-graph.js";
import { type TrainingRows, columnMeans } from "./training-rows.js";

/** A pair that a reader judged: MBIDs in order, and whether it is an example of a link. */
export interface JudgedPair {
  readonly a: string;
  readonly b: string;
  readonly isPositive: boolean;
}

/** What readers say of pairs, and how many rows each of them counts as. */
export interface TrainingFeedback {
  readonly pairs: readonly JudgedPair[];
  readonly weight: number;
}

/** Judged pairs that have not recorded together: of those that have, the graph itself says more. */
export function stillOpen(pairs: readonly JudgedPair[], edges: readonly DatedEdge[]): JudgedPair[] {
  const open = new Map(pairs.map((pair) => [`${pair.a}:${pair.b}`, pair]));
  if (open.size > 0) for (const { a, b } of edges) open.delete(`${a}:${b}`);
  return [...open.values()];
}

/**
 * Rows with those of judged pairs after them, at the features that the pairs have in a window. The other rows count once.
 * Pairs of artists that the graph does not have are left out.
 * @param numberOf vertex of an MBID
 */
export function withFeedback(
  rows: TrainingRows,
  window: WindowGraph,
  { pairs: judged, weight }: TrainingFeedback,
  numberOf: (mbid: string) => number | undefined,
): TrainingRows {
  const labels: number[] = [];
  const pairs: Pair[] = [];
  for (const { a, b, isPositive } of weight > 0 ? judged : []) {
    const [one, other] = [numberOf(a), numberOf(b)];
    if (one === undefined || other === undefined) continue;
    pairs.push([one, other]);
    labels.push(Number(isPositive));
  }
  if (pairs.length === 0) return rows;
  const { design } = rows;
  const added = window.rowsOf(pairs);
  const means = columnMeans(design.values);
  for (let i = 0; i < added.length; i += 1) if (Number.isNaN(added[i]!)) added[i] = means[i % FEATURE_COUNT]!;
  const count = design.labels.length;
  const values = new Float64Array(design.values.length + added.length);
  values.set(design.values);
  values.set(added, design.values.length);
  return {
    ...rows,
    design: {
      ...design,
      values,
      labels: Uint8Array.from([...design.labels, ...labels]),
      weights: Float64Array.from({ length: count + pairs.length }, (_, row) => (row < count ? 1 : weight)),
    },
    pairs: [...rows.pairs, ...pairs],
  };
}
