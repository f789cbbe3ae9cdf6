/** Fewer tracks than this are not worth learning from: their clusters and genres are a matter of chance. */
export const FEWEST_TRACKS = 200;
/** Training is due again when the catalogue has grown by this factor. */
const GROWTH = 1.5;

/** What decides whether to train, as of the end of an epoch. */
export interface TrainingNeed {
  readonly tracks: number;
  /** Tracks when training was last tried; null before the first time. */
  readonly tracksAtTraining: number | null;
  /** Epochs since training was last tried; null before the first time. */
  readonly epochs: number | null;
  /** Why the model in force cannot be served; null if it can, or if there is none. */
  readonly refused: string | null;
  /** Cause of the training that was tried last. */
  readonly causeBefore: string | null;
  /** Whether an operator asked for a training. */
  readonly isRequested: boolean;
}

/**
 * Why training is due, in words; null if it is not. It depends on the state as of the marker and on what operators ask
 * for, so every run of the same stream trains at the same markers.
 * @param trainingEpochs epochs after which to train although little has changed; 0 for never
 */
export function dueCause(need: TrainingNeed, { trainingEpochs }: { trainingEpochs: number }): string | null {
  const { tracks, tracksAtTraining, epochs, refused, causeBefore, isRequested } = need;
  if (tracks < FEWEST_TRACKS) return null;
  if (tracksAtTraining === null) return `${tracks} tracks, of which none is learnt from yet`;
  if (tracks >= GROWTH * tracksAtTraining) return `${tracks} tracks instead of ${tracksAtTraining}`;
  // A training that could not replace it would fail again with every epoch.
  if (refused !== null && refused !== causeBefore) return refused;
  if (isRequested) return "an operator asked for it";
  if (trainingEpochs > 0 && epochs !== null && epochs >= trainingEpochs)
    return `${epochs} epochs since the last`;
  return null;
}
