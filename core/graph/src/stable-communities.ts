const NOBODY = -1;

/** A partition of the artists into communities whose numbers stand for the same scene from run to run. */
export interface Communities {
  /** Community by artist id; -1 for an artist who had no edge. Artists interned later are not in it. */
  readonly of: Int32Array;
  /** The first number never given out: a number that stood for a scene is not used for another. */
  readonly next: number;
  /** The graph that they were computed on. */
  readonly graphVersion: number;
}

/** Artists in a community of the run before and in one of the new run. */
interface Overlap {
  readonly previous: number;
  readonly found: number;
  artists: number;
}

/**
 * Numbers newly found communities so that each keeps the number of that community of the run before with which it
 * shares most: the largest overlaps first, each number once, among equals the smaller number and then the community
 * found first. Communities left over get new numbers, in the order in which they were found.
 *
 * @param found community by artist id, numbered from 0; -1 for nobody's
 */
export function stableCommunityIds(
  previous: Communities | null,
  found: Int32Array,
  graphVersion: number,
): Communities {
  let count = 0;
  for (const community of found) count = Math.max(count, community + 1);
  const numbers = new Float64Array(count).fill(NOBODY);
  const taken = new Set<number>();
  for (const overlap of overlapsOf(previous, found, count)) {
    if (numbers[overlap.found] !== NOBODY || taken.has(overlap.previous)) continue;
    numbers[overlap.found] = overlap.previous;
    taken.add(overlap.previous);
  }
  let next = previous?.next ?? 0;
  for (let community = 0; community < count; community += 1) {
    if (numbers[community] !== NOBODY) continue;
    numbers[community] = next;
    next += 1;
  }
  return { of: found.map((community) => (community < 0 ? NOBODY : numbers[community]!)), next, graphVersion };
}

/** The pairs of communities that share artists, those that share most first. */
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
