import { Stream, hash32, randomFor, unit } from "../hash.js";
import { GENRES, SOUND_AXES, type Sound } from "./genres.js";
import type { SceneMap } from "./scenes.js";

/** `artist_type` ids of MusicBrainz. */
export const ArtistType = { person: 1, group: 2, other: 3, character: 4, orchestra: 5, choir: 6 } as const;

/** First and last moment of a career in world time: 0 is the first recording of the dump, 1 the last. */
export interface Career {
  readonly debut: number;
  readonly end: number;
}

/** What is true of an artist before any recording is made. */
export interface ArtistTraits extends Career {
  readonly index: number;
  readonly scene: number;
  readonly genre: number;
  readonly type: number;
  /** How well known, 0..1: follows the place in the scene, with noise. */
  readonly fame: number;
}

/** World time 0..1 spans these calendar years. */
export const FIRST_YEAR = 1966;
export const LAST_YEAR = 2026;

/** Traits and sounds of artists, derived from (seed, index) on demand. */
export class ArtistMap {
  constructor(
    private readonly seed: number,
    private readonly artists: number,
    readonly scenes: SceneMap,
  ) {}

  /** Artist `index`. Indexes past the dump's artists are newcomers of the packets: little known, at a random scene. */
  traits(index: number): ArtistTraits {
    const random = randomFor(this.seed, Stream.artistTraits, index);
    const newcomer = index >= this.artists;
    const scene = newcomer
      ? this.scenes.sceneOf(hash32(this.seed, Stream.artistTraits, index, 1) % this.artists)
      : this.scenes.sceneOf(index);
    const { first, size, genre } = this.scenes.scene(scene);
    const rank = newcomer ? size : index - first;
    const group = random.chance(0.22);
    const { debut, end } = this.careerOf(index);
    return {
      index,
      scene,
      genre,
      type: typeOf(genre, group, random.next()),
      fame: 0.75 * (1 - Math.sqrt(rank / (size + 1))) + 0.25 * random.next(),
      debut,
      end,
    };
  }

  /** Debut and end alone: what the hot loops need. */
  careerOf(index: number): Career {
    if (index >= this.artists) return { debut: 1, end: Infinity };
    // The best known of a scene is there from the beginning and stays: so there is an artist to record at any time.
    if (this.scenes.isFounder(index)) return { debut: -0.3, end: Infinity };
    const debut = unit(this.seed, Stream.artistTraits, index, 2) * 1.2 - 0.3;
    const length = 0.7 + 1.8 * unit(this.seed, Stream.artistTraits, index, 3);
    return { debut, end: debut + length };
  }

  /** Share of the artist's recordings that are made with others, 0..1. */
  sociability(index: number): number {
    return 0.5 + 0.45 * unit(this.seed, Stream.artistTraits, index, 5);
  }

  /** The artist's own sound: the genre's, a personal deviation, and more energy, joy and dance with fame. */
  sound(index: number): Sound {
    const { genre, fame } = this.traits(index);
    const random = randomFor(this.seed, Stream.artistStyle, index);
    const base = GENRES[genre]!.sound;
    const drawn = Object.fromEntries(SOUND_AXES.map((axis) => [axis, base[axis] + 0.5 * random.normal()]));
    const own = drawn as Record<keyof Sound, number>;
    const lift = fame - 0.4;
    return {
      ...own,
      energy: own.energy + 0.5 * lift,
      valence: own.valence + 0.9 * lift,
      dance: own.dance + 0.9 * lift,
    };
  }
}

function typeOf(genre: number, group: boolean, draw: number): number {
  if (!group) return draw < 0.01 ? ArtistType.character : ArtistType.person;
  if (GENRES[genre]!.name !== "classical") return ArtistType.group;
  if (draw < 0.5) return ArtistType.orchestra;
  return draw < 0.7 ? ArtistType.choir : ArtistType.group;
}

/** Whether artists of this type carry a group's name. */
export function isGroup(type: number): boolean {
  return type === ArtistType.group || type === ArtistType.orchestra || type === ArtistType.choir;
}
