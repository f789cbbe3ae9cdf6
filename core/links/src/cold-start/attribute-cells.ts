import type { FactsOfArtist } from "../facts/artist-facts.js";

/** What decides in which cell an artist is. */
export type CellAttributes = Pick<FactsOfArtist, "genres" | "country">;

/** A change of facts, with the attributes that the artist had before it. */
export interface AttributeChange {
  /** Id; -1 of an artist that has none because it is in no cell. */
  readonly artist: number;
  readonly before: CellAttributes;
}

/** In a cell of more artists than this, equal attributes say too little: no artist there has mates. */
export const MOST_MATES = 20;

/**
 * Artists by their attributes: a cell has those of the same genres (as a set, one at least) and the same country. Two of
 * one cell are mates, the nearest there can be by attributes (cosine 1). An artist without genres is in no cell.
 */
export class AttributeCells {
  readonly #cells = new Map<string, Set<number>>();
  readonly #keys = new Map<number, string>();

  /** Puts an artist (id) where its attributes belong, whatever they were before. */
  set(artist: number, attributes: CellAttributes): void {
    const [before, now] = [this.#keys.get(artist) ?? null, keyOf(attributes)];
    if (before === now) return;
    if (before !== null) this.#leave(artist, before);
    if (now === null) return;
    const cell = this.#cells.get(now) ?? new Set();
    this.#cells.set(now, cell.add(artist));
    this.#keys.set(artist, now);
  }

  /** The others of the artist's cell, in no particular order; none if there are too many. */
  matesOf(artist: number): number[] {
    const key = this.#keys.get(artist);
    if (key === undefined || this.#isTooLarge(key)) return [];
    return [...this.#cells.get(key)!].filter((mate) => mate !== artist);
  }

  areMates(a: number, b: number): boolean {
    const key = this.#keys.get(a);
    return a !== b && key !== undefined && key === this.#keys.get(b) && !this.#isTooLarge(key);
  }

  /**
   * The artists whose mates have changed beyond those that are among the changed artists themselves: others of a cell that
   * has grown beyond the limit or is within it again. A function of the changes and of the cells as they are after them,
   * so that it does not matter how memory came to be as it is. At most {@link MOST_MATES} a cell.
   */
  crossedBy(changes: Iterable<AttributeChange>): Set<number> {
    const joined = new Map<string, Set<number>>();
    const left = new Map<string, number>();
    for (const { artist, before } of changes) {
      const [from, to] = [keyOf(before), this.#keys.get(artist) ?? null];
      if (from === to) continue;
      if (from !== null) left.set(from, (left.get(from) ?? 0) + 1);
      if (to !== null) joined.set(to, (joined.get(to) ?? new Set()).add(artist));
    }
    const crossed = new Set<number>();
    for (const key of new Set([...left.keys(), ...joined.keys()])) {
      const cell = this.#cells.get(key) ?? new Set<number>();
      const before = cell.size + (left.get(key) ?? 0) - (joined.get(key)?.size ?? 0);
      if (before > MOST_MATES === cell.size > MOST_MATES) continue;
      for (const artist of cell) if (joined.get(key)?.has(artist) !== true) crossed.add(artist);
    }
    return crossed;
  }

  #isTooLarge(key: string): boolean {
    return this.#cells.get(key)!.size > MOST_MATES;
  }

  #leave(artist: number, key: string): void {
    const cell = this.#cells.get(key)!;
    cell.delete(artist);
    if (cell.size === 0) this.#cells.delete(key);
    this.#keys.delete(artist);
  }
}

/** The same of equal attributes; null of an artist without genres. */
function keyOf({ genres, country }: CellAttributes): string | null {
  return genres.length === 0 ? null : JSON.stringify([country, ...[...new Set(genres)].sort()]);
}
