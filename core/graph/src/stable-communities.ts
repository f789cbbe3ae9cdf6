/** A partition of the artists into communities whose numbers stand for the same scene from run to run. */
export interface Communities {
  /** Community by artist id; -1 for an artist who had no edge. Artists interned later are not in it. */
  readonly of: Int32Array;
  /** The first number never given out: a number that stood for a scene is not used for another. */
  readonly next: number;
  /** The graph that they were computed on. */
  readonly graphVersion: number;
}
