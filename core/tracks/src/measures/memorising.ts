import { type Matrix, takeRows } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { rankSpace } from "./rank-space.js";
import { nearestDistances } from "./row-distance.js";
import { medianOf } from "./within-groups.js";

/** Whether generated rows are copies of training rows. */
export interface Memorising {
  /**
   * Nearest-neighbour distance ratio: median distance of synthetic rows to their nearest training row, over that of
   * held-out real rows. 1 if they keep their distance as real ones do, 0 if most are copies.
   */
  readonly distanceRatio: Measured;
  /**
   * Share of synthetic rows that are nearer to a training row than to any of as many held-out ones; equal distances
   * count half. 0.5 if training rows are nothing special to the generator.
   */
  readonly nearerToTraining: Measured;
}

/** Rows whose neighbours are looked for, of either kind; more make no difference to a median. */
const MOST_ROWS = 1000;

/**
 * Distances are root mean squares of differences in rank among the training rows, over the columns that both rows have,
 * so that no unit and no long tail outweighs the rest. Of more than a thousand rows of a kind, a seeded sample is asked.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function memorising(training: Matrix, held: Matrix, synthetic: Matrix, seed: string): Memorising {
  requireLength("a held-out row", held.columns, training.columns);
  requireLength("a synthetic row", synthetic.columns, training.columns);
  if (Math.min(training.rows, held.rows, synthetic.rows) === 0) {
    const none = notComputable("there are no training, no held-out or no synthetic rows");
    return { distanceRatio: none, nearerToTraining: none };
  }
  const toRanks = rankSpace(training);
  const [trainingRanks, heldRanks, syntheticRanks] = [training, held, synthetic].map(toRanks) as [
    Matrix,
    Matrix,
    Matrix,
  ];
  const asked = sample(syntheticRanks, MOST_ROWS, `${seed} synthetic`);
  const toTraining = nearestDistances(asked, trainingRanks);
  const ofHeld = nearestDistances(sample(heldRanks, MOST_ROWS, `${seed} held out`), trainingRanks);
  const usual = medianOf(ofHeld);
  const distanceRatio =
    usual > 0 && Number.isFinite(usual)
      ? measured(medianOf(toTraining) / usual)
      : notComputable(
          usual === 0
            ? "most held-out rows equal a training row themselves"
            : "most held-out rows share no column with a training row",
        );
  const size = Math.min(training.rows, held.rows);
  const toSome = nearestDistances(asked, sample(trainingRanks, size, `${seed} as many training rows`));
  const toHeld = nearestDistances(asked, sample(heldRanks, size, `${seed} as many held-out rows`));
  let nearer = 0;
  for (const [row, distance] of toSome.entries()) {
    nearer += distance < toHeld[row]! ? 1 : distance === toHeld[row]! ? 0.5 : 0;
  }
  return { distanceRatio, nearerToTraining: measured(nearer / asked.rows) };
}

function sample(rows: Matrix, most: number, key: string): Matrix {
  if (rows.rows <= most) return rows;
  return takeRows(rows, shuffledIndices(rows.rows, keyedRandom(key)).subarray(0, most).sort());
}
