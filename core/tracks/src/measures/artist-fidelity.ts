import { type Matrix, rowOf } from "@interlude/core-numerics";
import { type Measured, measured, notComputable } from "./measured.js";
import { rocAuc } from "./roc-auc.js";
import { nearestDistance, rowDistance } from "./row-distance.js";
import { meanOf } from "./within-groups.js";

/** A row, the real rows of its own artists and those of other artists of the same genres; scores of one scale. */
export interface FidelityQuestion {
  readonly row: Float64Array;
  /** Without the row itself. */
  readonly own: Matrix;
  readonly others: Matrix;
}

/** How well a row's artists can be told from others by its distance to their rows. */
export interface ArtistFidelity {
  /** Area under the ROC curve for generated rows, and for held-out real ones: what could be reached. */
  readonly generated: Measured;
  readonly held: Measured;
  /** How far the former is on the way from 0.5 to the latter: 0 if artists make no difference, 1 if all they make. */
  readonly share: Measured;
}

/** By how much real rows must be better than a coin for a share of it to mean something. */
const LEAST_LEAD = 0.02;

/**
 * AUC of telling a row's own artists from others by distance: the probability that a row is nearer to own rows than a
 * row is to others. As many rows are taken of either side, the first, for the nearest of more is nearer by chance.
 * @param by mean distance to the rows of a side, or that to the nearest
 */
export function artistAuc(questions: readonly FidelityQuestion[], by: "mean" | "nearest" = "mean"): Measured {
  const scores: number[] = [];
  const labels: number[] = [];
  for (const { row, own, others } of questions) {
    const size = Math.min(own.rows, others.rows);
    const [toOwn, toOthers] = [own, others].map((side) => distanceTo(row, side, size, by));
    if (!Number.isFinite(toOwn!) || !Number.isFinite(toOthers!)) continue;
    scores.push(-toOwn!, -toOthers!);
    labels.push(1, 0);
  }
  if (scores.length === 0) return notComputable("no row has known rows of its own artists and of others");
  return measured(rocAuc(scores, labels));
}

/** The figure for generated rows against that for held-out real rows. */
export function artistFidelity(
  generated: readonly FidelityQuestion[],
  held: readonly FidelityQuestion[],
  by: "mean" | "nearest" = "mean",
): ArtistFidelity {
  const [ofGenerated, ofHeld] = [artistAuc(generated, by), artistAuc(held, by)];
  return { generated: ofGenerated, held: ofHeld, share: shareOf(ofGenerated, ofHeld) };
}

function shareOf(generated: Measured, held: Measured): Measured {
  if (held.value === null) return held;
  if (generated.value === null) return generated;
  if (held.value < 0.5 + LEAST_LEAD) {
    return notComputable("real rows are hardly nearer to their own artists than to others");
  }
  return measured((generated.value - 0.5) / (held.value - 0.5));
}

function distanceTo(row: Float64Array, side: Matrix, size: number, by: "mean" | "nearest"): number {
  const rows = { ...side, rows: size };
  if (by === "nearest") return nearestDistance(row, rows);
  const distances = Array.from({ length: size }, (_, at) => rowDistance(row, rowOf(rows, at)));
  return meanOf(distances.filter((distance) => !Number.isNaN(distance)));
}
