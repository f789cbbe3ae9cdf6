const MBID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SAMPLE = /^(?:0|[1-9]\d{0,5})$/;

/** Two different artists in the order of their MBIDs. */
export interface Pair {
  readonly artistA: string;
  readonly artistB: string;
}

/** One synthetic track of a pair. */
export interface TrackIdentity extends Pair {
  /** From 0 to 999,999. */
  readonly sample: number;
}

/** A track as the provider of its popularity identifies it. */
export interface ProviderTrack {
  readonly provider: string;
  readonly id: string;
}

/** Whether a text is an MBID as records carry it: a UUID in lower case. */
export function isMbid(text: string): boolean {
  return MBID.test(text);
}

/** The MBID that a text in upper or lower case is; null if it is none. */
export function parseMbid(text: string): string | null {
  if (MBID.test(text)) return text;
  const lower = text.toLowerCase();
  return MBID.test(lower) ? lower : null;
}

/** Key of a pair of artists, `a:b`: the two MBIDs in order, whichever is given first. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`;
}

/** Whether two artists are a pair: different MBIDs in order. */
export function isPair({ artistA, artistB }: Pair): boolean {
  return isMbid(artistA) && isMbid(artistB) && artistA < artistB;
}

/** The pair that a key `a:b` names; null if it is not two different MBIDs in order. */
export function parsePairKey(key: string): Pair | null {
  const [artistA = "", artistB = "", ...rest] = key.split(":");
  const pair = { artistA, artistB };
  return rest.length === 0 && isPair(pair) ? pair : null;
}

/** Key of a synthetic track, `a:b:n`: its pair and its sample number. */
export function trackKey({ artistA, artistB, sample }: TrackIdentity): string {
  return `${pairKey(artistA, artistB)}:${sample}`;
}

/** The track that a key `a:b:n` names; null if it names none. */
export function parseTrackKey(key: string): TrackIdentity | null {
  const end = key.lastIndexOf(":");
  const pair = parsePairKey(key.slice(0, Math.max(end, 0)));
  const sample = key.slice(end + 1);
  return pair === null || !SAMPLE.test(sample) ? null : { ...pair, sample: Number(sample) };
}
