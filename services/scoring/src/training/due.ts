/** Training is due when the graph has grown or shrunk by this share since it was last tried. */
const CHANGE = 0.05;

/** What decides whether to train, as of the end of an epoch. */
export interface TrainingNeed {
  readonly edges: number;
  /** Edges when training was last tried; 0 before the first time. */
  readonly edgesAtTraining: number;
  /** Epochs since training was last tried; null before the first time. */
  readonly epochs: number | null;
  /** Pairs of which feedback came, changed or was withdrawn since then. */
  readonly newLabels: number;
  /** Whether the stored model cannot be served. */
  readonly isModelRefused: boolean;
  /** Whether new collaborations surprise the model more than those of its training did. */
  readonly hasDrifted: boolean;
}

/** When to train beside what {@link dueCause} always looks at; 0 leaves it out. */
export interface TrainingSchedule {
  readonly trainingEpochs: number;
  readonly trainingLabels: number;
}

/** Why training is due, in words; null if it is not. Without edges there is nothing to learn from. */
export function dueCause(need: TrainingNeed, schedule: TrainingSchedule): string | null {
  const { edges, edgesAtTraining, epochs, newLabels } = need;
  if (edges === 0) return null;
  if (need.isModelRefused) return "the stored model cannot be served";
  const change = Math.abs(edges - edgesAtTraining);
  if (change >= CHANGE * edgesAtTraining) return `${edges} collaborations instead of ${edgesAtTraining}`;
  if (need.hasDrifted) return "new collaborations surprise the model more than those of its training did";
  if (schedule.trainingLabels > 0 && newLabels >= schedule.trainingLabels) {
    return `feedback on ${newLabels} pairs`;
  }
  if (schedule.trainingEpochs > 0 && epochs !== null && epochs >= schedule.trainingEpochs) {
    return `${epochs} epochs since the last`;
  }
  return null;
}
