import { type ArtistIdentity, type PairingOptions, canCollaborate } from "./special-purpose.js";

/** Credits naming more distinct artists than this (casts, mash-ups) make no pairs: k artists make k(k−1)/2. */
export const MAX_PAIRED_ARTISTS = 100;

export interface CreditPairs {
  /** Each pair once, its two MBIDs in order, pairs sorted. */
  readonly pairs: readonly (readonly [a: string, b: string])[];
  /** Whether the credit named too many artists and so made no pairs. */
  readonly oversized: boolean;
}

/**
 * The pairs that one artist credit makes.
 * @param mbids of the artists it names who can collaborate, in any order, repeated or not
 */
export function pairsOfCredit(mbids: Iterable<string>): CreditPairs {
  const distinct = [...new Set(mbids)].sort();
  if (distinct.length > MAX_PAIRED_ARTISTS) return { pairs: [], oversized: true };
  const pairs: [string, string][] = [];
  for (let i = 0; i < distinct.length; i++) {
    for (let j = i + 1; j < distinct.length; j++) pairs.push([distinct[i]!, distinct[j]!]);
  }
  return { pairs, oversized: false };
}

/** A pair's key: the two MBIDs in order, joined by a colon. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`;
}

export interface Collaboration {
  /** Number of distinct recordings whose credit names both. */
  readonly weight: number;
  /** The lowest row id of those recordings: the pair's place in the order of events if dates are unknown. */
  readonly firstRecording: number;
}

/** The relational state that collaborations follow from, in any order. */
export interface CatalogueRows extends PairingOptions {
  readonly artists: Iterable<ArtistIdentity>;
  /** Rows of `artist_credit_name`. */
  readonly creditNames: Iterable<{ readonly artist_credit: number; readonly artist: number }>;
  readonly recordings: Iterable<{ readonly id: number; readonly artist_credit: number }>;
  /**
   * Who performs on recordings by a relationship, if that counts as a credit does: with each artist that the
   * recording's credit names. Left out, credits alone count.
   */
  readonly performances?: Iterable<Performance>;
}

/** An artist who performs on a recording, with the recording's credit. */
export interface Performance {
  readonly recording: number;
  readonly artist_credit: number;
  readonly artist: number;
}

export interface Collaborations {
  /** By `pairKey`. */
  readonly pairs: Map<string, Collaboration>;
  /** Ids of credits that recordings use and that name too many artists. */
  readonly oversizedCredits: readonly number[];
}

/**
 * All collaborations, computed from the tables at once. Only `interlude verify` and tests call it: it is the oracle that
 * the streamed state, which production derives in SQL, is compared with, so the two must share no code. Names of artists
 * that do not exist, and of artists that cannot collaborate, make no pair.
 */
export function collaborations(rows: CatalogueRows): Collaborations {
  const mbidOf = new Map<number, string>();
  for (const artist of rows.artists) {
    if (canCollaborate(artist, rows)) mbidOf.set(artist.id, artist.gid);
  }
  const artistsOf = groupMbids(rows.creditNames, mbidOf);
  const pairs = new Map<string, { weight: number; firstRecording: number }>();
  const oversizedCredits: number[] = [];
  for (const [credit, use] of usesOfCredits(rows.recordings)) {
    const { pairs: made, oversized } = pairsOfCredit(artistsOf.get(credit) ?? []);
    if (oversized) oversizedCredits.push(credit);
    for (const [a, b] of made) {
      const key = pairKey(a, b);
      count(pairs, key, use);
    }
  }
  const counted = new Set<string>();
  for (const { recording, artist_credit: credit, artist } of rows.performances ?? []) {
    const performer = mbidOf.get(artist);
    const credited = new Set(artistsOf.get(credit));
    if (performer === undefined || credited.has(performer) || credited.size > MAX_PAIRED_ARTISTS) continue;
    for (const other of credited) {
      const key = pairKey(performer, other);
      if (counted.has(`${recording} ${key}`)) continue;
      counted.add(`${recording} ${key}`);
      count(pairs, key, { recordings: 1, firstRecording: recording });
    }
  }
  return { pairs, oversizedCredits: oversizedCredits.sort((one, other) => one - other) };
}

function count(
  pairs: Map<string, { weight: number; firstRecording: number }>,
  key: string,
  use: { readonly recordings: number; readonly firstRecording: number },
): void {
  const known = pairs.get(key);
  if (known === undefined) {
    pairs.set(key, { weight: use.recordings, firstRecording: use.firstRecording });
  } else {
    known.weight += use.recordings;
    known.firstRecording = Math.min(known.firstRecording, use.firstRecording);
  }
}

function groupMbids(
  creditNames: CatalogueRows["creditNames"],
  mbidOf: ReadonlyMap<number, string>,
): Map<number, string[]> {
  const artistsOf = new Map<number, string[]>();
  for (const { artist_credit: credit, artist } of creditNames) {
    const mbid = mbidOf.get(artist);
    if (mbid === undefined) continue;
    const artists = artistsOf.get(credit);
    if (artists === undefined) artistsOf.set(credit, [mbid]);
    else artists.push(mbid);
  }
  return artistsOf;
}

function usesOfCredits(
  recordings: CatalogueRows["recordings"],
): Map<number, { recordings: number; firstRecording: number }> {
  const uses = new Map<number, { recordings: number; firstRecording: number }>();
  for (const { id, artist_credit: credit } of recordings) {
    const use = uses.get(credit);
    if (use === undefined) {
      uses.set(credit, { recordings: 1, firstRecording: id });
    } else {
      use.recordings++;
      use.firstRecording = Math.min(use.firstRecording, id);
    }
  }
  return uses;
}
