const MBID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Two artists in the order of their MBIDs. */
export interface Pair {
  readonly artistA: string;
  readonly artistB: string;
}

/** Whether a text is an MBID as the system writes it: lower case. */
export function isMbid(text: string): boolean {
  return MBID.test(text);
}

/** The pair that a key `a:b` names; null where it is none or out of order. */
export function parsePairKey(key: string): Pair | null {
  const [artistA = "", artistB = "", ...rest] = key.split(":");
  if (rest.length > 0 || !isMbid(artistA) || !isMbid(artistB) || artistA >= artistB) return null;
  return { artistA, artistB };
}

/** The pair and sample number that a key `a:b:n` names; null where it names none. */
export function parseTrackKey(key: string): (Pair & { readonly sample: number }) | null {
  const end = key.lastIndexOf(":");
  const pair = parsePairKey(key.slice(0, Math.max(end, 0)));
  const number = key.slice(end + 1);
  return pair === null || !/^\d{1,6}$/.test(number) ? null : { ...pair, sample: Number(number) };
}
