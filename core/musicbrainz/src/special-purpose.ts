/** MBIDs of artists that stand for no particular artist. Source: musicbrainz-server `Constants.pm`. */
export const SPECIAL_PURPOSE_ARTISTS: ReadonlyMap<string, string> = new Map([
  ["89ad4ac3-39f7-470e-963a-56509c546377", "Various Artists"],
  ["f731ccc4-e22a-43af-a747-64213329e088", "[anonymous]"],
  ["33cf029c-63b0-41a0-9855-be2a3665fb3b", "[data]"],
  ["314e1c25-dde7-4e4d-b2f4-0a7b9f7c56dc", "[dialogue]"],
  ["eec63d3c-3b81-4ad4-b1e4-7c147d4d2b61", "[no artist]"],
  ["9be7f096-97ec-4615-8957-8d40b5dcbc41", "[traditional]"],
  ["125ec42a-7229-4250-afc5-e057484327fe", "[unknown]"],
]);

/** "Deleted Artist" is known by its row id only. */
const DELETED_ARTIST_ID = 2;

/** What collaborations need to know of an artist: its row id, MBID and name. */
export interface ArtistIdentity {
  readonly id: number;
  readonly gid: string;
  readonly name: string;
}

export interface PairingOptions {
  /** Also leave out artists whose name is in square brackets, as `[Disney]`. Off by default. */
  readonly excludeBracketedNames?: boolean;
}

/** Whether the artist is one of MusicBrainz's special-purpose artists, which make no collaborations. */
export function isSpecialPurposeArtist({ id, gid }: Pick<ArtistIdentity, "id" | "gid">): boolean {
  return id === DELETED_ARTIST_ID || SPECIAL_PURPOSE_ARTISTS.has(gid);
}

/** Whether the artist may be one end of a collaboration. */
export function canCollaborate(artist: ArtistIdentity, options: PairingOptions = {}): boolean {
  if (isSpecialPurposeArtist(artist)) return false;
  return !(options.excludeBracketedNames === true && /^\[.*\]$/su.test(artist.name));
}
