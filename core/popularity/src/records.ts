/** How popular an artist or track was on a day. */
export interface PopularityRecord {
  /** For example spotify. */
  provider: string;
  entity: "artist" | "track";
  /** The provider's identifier. */
  id: string;
  name: string;
  /** 0 to 100. */
  popularity: number;
  followers: number | null;
  genres: string[];
  /** Day of the snapshot, `YYYY-MM-DD`. */
  asOf: string;
  /** File. */
  source: string;
}

/** What a track sounds like as a provider published it; null stands for a missing value. */
export interface TrackFeatureRecord {
  provider: string;
  /** The provider's identifier; upper and lower case differ. */
  id: string;
  name: string;
  /** Names of the artists, in order. */
  artists: string[];
  /** The provider's identifiers of the artists, in the same order. */
  artistIds: string[];
  albumId: string | null;
  explicit: boolean | null;
  durationMs: number | null;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  releaseDate: string | null;
  /** 0 to 1, as all that says nothing else. */
  danceability: number | null;
  energy: number | null;
  /** Pitch class, 0 is C; null also if none was detected. */
  key: number | null;
  /** Decibels. */
  loudnessDb: number | null;
  /** 1 major, 0 minor. */
  mode: number | null;
  speechiness: number | null;
  acousticness: number | null;
  instrumentalness: number | null;
  liveness: number | null;
  valence: number | null;
  /** Beats a minute. */
  tempo: number | null;
  /** Beats a bar. */
  timeSignature: number | null;
  /** Day of the snapshot, `YYYY-MM-DD`. */
  asOf: string;
  /** File. */
  source: string;
}
