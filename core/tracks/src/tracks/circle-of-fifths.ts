/** Names of the pitch classes, 0 is C. */
const PITCH_NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"] as const;

/**
 * Position of a pitch class on the circle of fifths: C 0, G 1 … F 11, so that related keys are neighbours. Seven
 * semitones are a fifth, and 7 · 7 = 1 modulo 12: the same function turns a position into its pitch class.
 */
export function fifthsOf(pitch: number): number {
  return (7 * pitch) % 12;
}

/** Name of the key at a position on the circle of fifths. */
export function keyName(position: number): string {
  return PITCH_NAMES[fifthsOf(position)] ?? `position ${position}`;
}
