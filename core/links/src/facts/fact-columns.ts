/** Slots for genres of an artist; what they hold ascends, and -1 ends it. */
export const SLOTS = 10;
const INITIAL_ARTISTS = 1024;

/** One artist's facts as numbers: NaN or -1 where they are not known. */
interface FactRow {
  /** Ascending, without repetition, at most ten. */
  readonly genres: readonly number[];
  readonly beginYear: number;
  readonly endYear: number;
  readonly popularity: number;
  readonly country: number;
  readonly community: number;
}

/** The columns' memory. */
export interface SharedColumns {
  readonly genres: Int32Array<SharedArrayBuffer>;
  readonly beginYears: Float64Array<SharedArrayBuffer>;
  readonly endYears: Float64Array<SharedArrayBuffer>;
  readonly popularities: Float64Array<SharedArrayBuffer>;
  readonly countries: Int32Array<SharedArrayBuffer>;
  readonly communities: Int32Array<SharedArrayBuffer>;
}

/**
 * Facts of artists as columns on shared memory, 72 bytes an artist. They double when they are full: an artist beyond
 * their end, of whom nothing was ever written, is one of whom nothing is known.
 */
export class FactColumns {
  #columns: SharedColumns;

  constructor(columns: SharedColumns = columnsFor(INITIAL_ARTISTS)) {
    this.#columns = columns;
  }

  /** Replaces what an artist has; returns whether anything is another value now. */
  write(artist: number, row: FactRow): boolean {
    if (this.#isWritten(artist, row)) return false;
    this.#ensure(artist + 1);
    const { genres, beginYears, endYears, popularities, countries, communities } = this.#columns;
    for (let slot = 0; slot < SLOTS; slot += 1) genres[artist * SLOTS + slot] = row.genres[slot] ?? -1;
    beginYears[artist] = row.beginYear;
    endYears[artist] = row.endYear;
    popularities[artist] = row.popularity;
    countries[artist] = row.country;
    communities[artist] = row.community;
    return true;
  }

  beginYear(artist: number): number {
    return this.#columns.beginYears[artist] ?? Number.NaN;
  }

  endYear(artist: number): number {
    return this.#columns.endYears[artist] ?? Number.NaN;
  }

  popularity(artist: number): number {
    return this.#columns.popularities[artist] ?? Number.NaN;
  }

  country(artist: number): number {
    return this.#columns.countries[artist] ?? -1;
  }

  community(artist: number): number {
    return this.#columns.communities[artist] ?? -1;
  }

  genreCount(artist: number): number {
    let count = 0;
    while (count < SLOTS && this.#genre(artist, count) >= 0) count += 1;
    return count;
  }

  /** The genres of an artist, in ascending order. */
  genresOf(artist: number): number[] {
    return Array.from({ length: this.genreCount(artist) }, (_, slot) => this.#genre(artist, slot));
  }

  /** A copy by other ids: of each new id, the id here, or -1 for an artist of whom nothing is known. */
  renumbered(ids: readonly number[]): SharedColumns {
    const copy = columnsFor(ids.length);
    for (const name of Object.keys(copy) as (keyof SharedColumns)[]) {
      const [from, to] = [this.#columns[name], copy[name]];
      const width = name === "genres" ? SLOTS : 1;
      ids.forEach((id, at) => {
        if (id < 0) return;
        for (let k = 0; k < width; k += 1) to[at * width + k] = from[id * width + k] ?? to[at * width + k]!;
      });
    }
    return copy;
  }

  /** The memory itself: of the artists there are now, until the columns grow. */
  share(): SharedColumns {
    return this.#columns;
  }

  #genre(artist: number, slot: number): number {
    return this.#columns.genres[artist * SLOTS + slot] ?? -1;
  }

  #isWritten(artist: number, row: FactRow): boolean {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      if (this.#genre(artist, slot) !== (row.genres[slot] ?? -1)) return false;
    }
    // Object.is: what is not known stays equal to itself.
    return (
      Object.is(this.beginYear(artist), row.beginYear) &&
      Object.is(this.endYear(artist), row.endYear) &&
      Object.is(this.popularity(artist), row.popularity) &&
      this.country(artist) === row.country &&
      this.community(artist) === row.community
    );
  }

  #ensure(artists: number): void {
    const size = this.#columns.countries.length;
    if (artists <= size) return;
    const grown = columnsFor(Math.max(artists, 2 * size));
    for (const name of Object.keys(grown) as (keyof SharedColumns)[]) grown[name].set(this.#columns[name]);
    this.#columns = grown;
  }
}

/** Columns for so many artists of whom nothing is known. */
function columnsFor(artists: number): SharedColumns {
  const integers = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4)).fill(-1);
  const numbers = () => new Float64Array(new SharedArrayBuffer(artists * 8)).fill(Number.NaN);
  return {
    genres: integers(artists * SLOTS),
    beginYears: numbers(),
    endYears: numbers(),
    popularities: numbers(),
    countries: integers(artists),
    communities: integers(artists),
  };
}
