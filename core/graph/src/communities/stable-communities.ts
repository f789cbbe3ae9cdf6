const NO_COMMUNITY = -1;

/** A partition of the artists into communities that keep their numbers from run to run. */
export interface Communities {
  /** Community by artist id; -1 for an artist of degree 0. Artists interned later are not in it. */
  readonly of: Int32Array;
  /** The first number never used: numbers of communities that vanished are not used again. */
  readonly next: number;
  /** Version of the graph that they were computed on. */
  readonly graphVersion: number;
}

/** How many artists are in a community of the previous run and in one of the new run. */
interface Overlap {
  readonly previous: number;
  readonly found: number;
  artists: number;
}

/**
 * Numbers newly found communities so that each keeps the number of the previous community with which it shares most
 * artists (greedy matching): largest overlaps first, each number once, ties to the smaller previous number and then to
 * the smaller found one. Unmatched communities get new numbers, in the order in which they were found.
 *
 * @param found community by artist id, numbered from 0; -1 for an artist without one
 */
export function stableCommunityIds(
  previous: Communities | null,
  found: Int32Array,
  graphVersion: number,
): Communities {
  let count = 0;
  for (const community of found) count = Math.max(count, community + 1);
  const numbers = new Float64Array(count).fill(NO_COMMUNITY);
  const taken = new Set<number>();
  for (const overlap of overlapsOf(previous, found, count)) {
    if (numbers[overlap.found] !== NO_COMMUNITY || taken.has(overlap.previous)) continue;
    numbers[overlap.found] = overlap.previous;
    taken.add(overlap.previous);
  }
  let next = previous?.next ?? 0;
  for (let community = 0; community < count; community += 1) {
    if (numbers[community] !== NO_COMMUNITY) continue;
    numbers[community] = next;
    next += 1;
  }
  const of = found.map((community) => (community < 0 ? NO_COMMUNITY : numbers[community]!));
  return { of, next, graphVersion };
}

/** The overlapping pairs of communities, largest overlap first. */
function overlapsOf(previous: Communities | null, found: Int32Array, count: number): Overlap[] {
  const overlaps = new Map<number, Overlap>();
  const known = Math.min(previous?.of.length ?? 0, found.length);
  for (let artist = 0; artist < known; artist += 1) {
    const [before, now] = [previous!.of[artist]!, found[artist]!];
    if (before < 0 || now < 0) continue;
    const key = before * count + now;
    const overlap = overlaps.get(key);
    if (overlap === undefined) overlaps.set(key, { previous: before, found: now, artists: 1 });
    else overlap.artists += 1;
  }
  return [...overlaps.values()].sort(
    (x, y) => y.artists - x.artists || x.previous - y.previous || x.found - y.found,
  );
}
