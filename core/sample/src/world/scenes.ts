import { Stream, hash32 } from "../hash.js";
import { GENRES } from "./genres.js";
import { CITIES } from "./vocabulary.js";

/** Scene sizes repeat in this cycle: few large, many small. Scene and index convert in closed form, so nothing is kept. */
const SIZES = [64, 40, 30, 22, 16, 12, 9, 7] as const;
const STARTS = SIZES.map((_, at) => SIZES.slice(0, at).reduce((sum, size) => sum + size, 0));
/** Members of a circle: the people who keep meeting. */
const CIRCLE = 7;
const CYCLE = SIZES.reduce((sum, size) => sum + size, 0);

export interface Scene {
  readonly index: number;
  /** Index of the scene's first artist: its members are `first` … `first + size - 1`, the best known first. */
  readonly first: number;
  readonly size: number;
  readonly genre: number;
  readonly city: string;
}

/** City × genre clusters over the artists of a dump. */
export class SceneMap {
  /** How many scenes there are. */
  readonly count: number;

  /** @param artists how many artists the world has, at least 1 */
  constructor(
    private readonly seed: number,
    private readonly artists: number,
  ) {
    this.count = this.sceneOf(artists - 1) + 1;
  }

  /** The scene of artist `index`, which must be below the number of artists. */
  sceneOf(index: number): number {
    const cycle = Math.floor(index / CYCLE);
    const offset = index - cycle * CYCLE;
    let at = SIZES.length - 1;
    while (STARTS[at]! > offset) at--;
    return cycle * SIZES.length + at;
  }

  /** Whether artist `index` is the first of its scene. */
  isFounder(index: number): boolean {
    return STARTS.includes(index % CYCLE);
  }

  /** The scene with this index; the last one may be cut short by the number of artists. */
  scene(index: number): Scene {
    const first = Math.floor(index / SIZES.length) * CYCLE + STARTS[index % SIZES.length]!;
    return {
      index,
      first,
      size: Math.min(SIZES[index % SIZES.length]!, this.artists - first),
      genre: this.genreOf(index),
      city: CITIES[hash32(this.seed, Stream.sceneTraits, index) % CITIES.length]!,
    };
  }

  /**
   * How many circles a scene of `size` artists falls into. Those of circle c are the artists whose place in the scene
   * is c modulo that number, so every circle has better and lesser known members.
   */
  circlesIn(size: number): number {
    return Math.ceil(size / CIRCLE);
  }

  /** The scene's genre, an index into GENRES. */
  genreOf(index: number): number {
    return index % GENRES.length;
  }

  /** Another scene of the same genre, `step` genres' rounds away (wrapping), or the scene itself if there is none. */
  sisterOf(index: number, step: number): number {
    const sisters = Math.ceil((this.count - (index % GENRES.length)) / GENRES.length);
    const round = Math.floor(index / GENRES.length);
    return ((round + step) % sisters) * GENRES.length + (index % GENRES.length);
  }
}
