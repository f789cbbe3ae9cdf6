import { FactColumns, type SharedColumns, SLOTS } from "./fact-columns.js";
import { TextIds } from "./text-ids.js";

/** What is known of an artist beside the graph, as far as features read it. */
export interface FactsOfArtist {
  /** Names of genres, of which ten count; empty where none is known. */
  readonly genres: readonly string[];
  /** Year of birth or foundation. */
  readonly beginYear: number | null;
  /** Year of death or dissolution. */
  readonly endYear: number | null;
  /** Share of artists that are less popular, 0 to 1. */
  readonly popularity: number | null;
  readonly country: string | null;
  /** Community in the graph, as the graph stage computed it. */
  readonly community: number | null;
}

const NO_FACTS: FactsOfArtist = {
  genres: [],
  beginYear: null,
  endYear: null,
  popularity: null,
  country: null,
  community: null,
};

/**
 * Facts of artists by id, as the artist ids of an `AdjacencyIndex`. Columns of numbers on shared memory, so that worker
 * threads read them without copying; texts are numbered in the order of first sight, so that numbers may be compared
 * for equality and for nothing else.
 */
export class ArtistFacts {
  readonly #columns: FactColumns;
  readonly #genres: TextIds;
  readonly #countries: TextIds;

  /** @param shared facts of another thread, to be read only */
  constructor(shared: SharedFacts | null = null) {
    this.#columns = new FactColumns(shared?.columns);
    this.#genres = new TextIds(shared?.genres);
    this.#countries = new TextIds();
  }

  /**
   * Sets everything that is known of an artist.
   * @returns whether anything that a feature reads has changed
   */
  set(artist: number, facts: FactsOfArtist): boolean {
    const genres = facts.genres.slice(0, SLOTS).map((genre) => this.#genres.of(genre));
    const country = facts.country === null ? -1 : this.#countries.of(facts.country);
    return this.#columns.write(artist, {
      genres: [...new Set(genres)].sort((x, y) => x - y),
      beginYear: facts.beginYear ?? Number.NaN,
      endYear: facts.endYear ?? Number.NaN,
      popularity: facts.popularity ?? Number.NaN,
      country,
      community: facts.community ?? -1,
    });
  }

  /** Forgets an artist; returns whether anything that a feature reads has changed. */
  withdraw(artist: number): boolean {
    return this.set(artist, NO_FACTS);
  }

  /**
   * The same facts under other ids, for reading only.
   * @param ids of each new id, the id that the artist has here; -1 for one of whom nothing is known
   */
  renumbered(ids: readonly number[]): ArtistFacts {
    return new ArtistFacts({ columns: this.#columns.renumbered(ids), genres: this.#genres.texts() });
  }

  /** The facts as numbers, for loops over many artists: valid until the next change, and to be read only. */
  get columns(): SharedColumns {
    return this.#columns.share();
  }

  /** Names of the genres that two artists share, in alphabetical order. */
  sharedGenreNames(a: number, b: number): string[] {
    const ofB = new Set(this.#columns.genresOf(b));
    const shared = this.#columns.genresOf(a).filter((genre) => ofB.has(genre));
    return shared.map((genre) => this.#genres.textOf(genre)).sort();
  }

  /** What a worker thread needs to read the facts as they are now: valid until the next change. */
  share(): SharedFacts {
    return { columns: this.#columns.share(), genres: this.#genres.texts() };
  }
}

/** Facts of artists as a message to a worker thread: the columns are shared, the names copied. */
export interface SharedFacts {
  readonly columns: SharedColumns;
  readonly genres: readonly string[];
}
