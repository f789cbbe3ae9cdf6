import type { TrainingOptions, TrainingSchedule } from "@interlude/core-tracks";

/** Weight of the divergence and learning rate of a step. */
export interface StepSchedule {
  readonly klWeight: number;
  readonly learningRate: number;
}

/** @param progress share of all steps that are done, in [0, 1] */
export function scheduleAt(
  progress: number,
  { warmUp, klWeight }: TrainingSchedule,
  { learningRate }: Pick<TrainingOptions, "learningRate">,
): StepSchedule {
  return {
    klWeight: klWeight * (progress < warmUp ? progress / warmUp : 1),
    learningRate: (learningRate * (1 + Math.cos(Math.PI * progress))) / 2,
  };
}

/** What is tried after a collapse: the divergence is charged later, less, and leaves more of each dimension free. */
export function gentler({ warmUp, klWeight, freeBits }: TrainingSchedule): TrainingSchedule {
  return {
    warmUp: Math.min(Math.max(2 * warmUp, 0.25), 0.6),
    klWeight: klWeight / 4,
    freeBits: Math.max(2 * freeBits, 0.1),
  };
}
