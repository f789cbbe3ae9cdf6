type TrainingErrorCode =
  | "TRAINING_DATA_INVALID"
  | "TRAINING_OPTIONS_INVALID"
  | "TRAINING_MEMORY"
  | "TRAINING_DIVERGED"
  | "CHECKPOINT_INVALID"
  | "CHECKPOINT_MISMATCH";

/** A training that cannot start or go on. The message says why and what to do. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";

  constructor(
    readonly code: TrainingErrorCode,
    message: string,
  ) {
    super(message);
  }
}
