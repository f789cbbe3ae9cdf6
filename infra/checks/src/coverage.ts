/** How many artists of some degrees have acoustic features, an identity and popularity. */
export interface Coverage {
  /** Numbers of collaborators: 0, 1, 2–3, 4–7, 8–15 …. */
  readonly degrees: readonly [least: number, greatest: number];
  readonly artists: number;
  /** Artists with tracks that have acoustic features. */
  readonly withFeatures: number;
  readonly withSpotifyId: number;
  readonly withPopularity: number;
}
