type TracksErrorCode =
  | "TRACK_CLASSES_MISSING"
  | "TRACK_CLASS_UNKNOWN"
  | "TRACK_PROBABILITY_INVALID"
  | "TRACKS_TOO_FEW"
  | "SHAPE_MISMATCH"
  | "VALUE_NOT_FINITE"
  | "TABLE_SPACE_INVALID"
  | "TABLE_COLUMN_EMPTY"
  | "TABLE_VALUE_OUT_OF_BOUNDS"
  | "TABLE_BLOCK_INVALID"
  | "TABLE_COLUMN_UNKNOWN"
  | "TABLE_VALUE_NO_NUMBER"
  | "TABLE_EMPTY"
  | "CONDITIONS_INVALID"
  | "MODEL_FORMAT_UNKNOWN"
  | "MODEL_FEATURES_UNKNOWN"
  | "MODEL_CORRUPT";

/** Data that a track computation cannot accept. The message has what is wrong and what to do about it. */
export class TracksError extends Error {
  override readonly name = "TracksError";

  constructor(
    readonly code: TracksErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Checks the length of a row handed in by a caller.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function requireLength(what: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new TracksError(
      "SHAPE_MISMATCH",
      `${what} has ${actual} values, ${expected} are expected; was it made with another model or feature space?`,
    );
  }
}
