/** An artist in a response. */
export interface NamedArtist {
  readonly artist: string;
  /** Empty if the catalogue does not have the artist. */
  readonly name: string;
}

/** Every response has the version of the graph that was queried: that of the last complete epoch. */
interface Response {
  readonly graphVersion: number;
}

export interface Collaboration {
  readonly artistA: string;
  readonly artistB: string;
  /** Distinct recordings that credit both. */
  readonly recordings: number;
  /** MusicBrainz row id of the first of them. */
  readonly firstRecording: number;
}

export interface EgoResponse extends Response {
  readonly artists: readonly (NamedArtist & { readonly ring: 0 | 1 | 2; readonly degree: number })[];
  readonly collaborations: readonly Collaboration[];
  /** Sizes of the rings before they are capped; the second ring is that of the collaborators shown. */
  readonly firstTotal: number;
  readonly secondTotal: number;
}

export interface PathResponse extends Response {
  /** The vertices of the path, both ends included; null if they are not connected. */
  readonly path: readonly NamedArtist[] | null;
  /** The edges of the path. */
  readonly steps: readonly Collaboration[];
}

export interface CommonNeighboursResponse extends Response {
  /** Those of the smallest degree first: a hub says least about a pair. */
  readonly artists: readonly (NamedArtist & { readonly degree: number })[];
  readonly total: number;
}

export interface NearestResponse extends Response {
  readonly artists: readonly (NamedArtist & { readonly cosine: number; readonly collaborator: boolean })[];
}
