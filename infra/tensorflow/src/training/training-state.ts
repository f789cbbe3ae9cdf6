import type { CollapseReport, PassReport, TrainingSchedule } from "@interlude/core-tracks";

/** The parameters of the best pass so far. */
export interface BestPass {
  readonly pass: number;
  readonly activeUnits: number;
  /** What passes are compared by. */
  readonly loss: number;
  readonly heldLoss: number | null;
}

/** Where a training stands after a pass, apart from its vectors. Random numbers are drawn anew for each pass. */
export interface TrainingProgress {
  readonly attempt: number;
  readonly schedule: TrainingSchedule;
  /** Passes of this attempt that are done. */
  readonly pass: number;
  readonly best: BestPass | null;
  readonly history: readonly PassReport[];
  readonly collapses: readonly CollapseReport[];
  readonly trainingSeconds: number;
}

/** The vectors of a training as plain numbers, each as long as all parameters. */
export interface TrainingVectors {
  readonly parameters: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** The parameters of the best pass; zeros before there is one. */
  readonly best: Float32Array;
}

/** The start of an attempt. */
export function firstProgress(
  schedule: TrainingSchedule,
  {
    history,
    collapses,
    trainingSeconds,
  }: Pick<TrainingProgress, "history" | "collapses" | "trainingSeconds"> = {
    history: [],
    collapses: [],
    trainingSeconds: 0,
  },
): TrainingProgress {
  return {
    attempt: collapses.length + 1,
    schedule,
    pass: 0,
    best: null,
    history,
    collapses,
    trainingSeconds,
  };
}
