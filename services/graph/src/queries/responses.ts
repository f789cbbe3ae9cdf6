/** An artist as answers name one. */
export interface NamedArtist {
  readonly artist: string;
  /** Empty where the catalogue does not have the artist. */
  readonly name: string;
}

/** Every answer says which graph it is about: that of the last complete epoch. */
export interface Answer {
  readonly graphVersion: number;
}

export interface Collaboration {
  readonly artistA: string;
  readonly artistB: string;
  /** Distinct recordings whose credit names both. */
  readonly recordings: number;
  /** MusicBrainz row id of the first of them. */
  readonly firstRecording: number;
}

export interface EgoResponse extends Answer {
  readonly artists: readonly (NamedArtist & { readonly ring: 0 | 1 | 2; readonly degree: number })[];
  readonly collaborations: readonly Collaboration[];
  /** How many there are in each ring, shown or not; in the second, of the collaborators of those shown. */
  readonly firstTotal: number;
  readonly secondTotal: number;
}

export interface PathResponse extends Answer {
  /** From one to the other, both included; null where nothing connects them. */
  readonly path: readonly NamedArtist[] | null;
  /** What connects each artist of the path with the next. */
  readonly steps: readonly Collaboration[];
}

export interface CommonNeighboursResponse extends Answer {
  /** Those with fewest collaborators first: who knows everybody says least. */
  readonly artists: readonly (NamedArtist & { readonly degree: number })[];
  readonly total: number;
}

export interface NearestResponse extends Answer {
  readonly artists: readonly (NamedArtist & { readonly cosine: number; readonly collaborator: boolean })[];
}
