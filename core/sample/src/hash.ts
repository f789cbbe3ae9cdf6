import { mix32 } from "@interlude/core-numerics";

/**
 * Counter-based randomness: every number is a hash of (seed, stream, index), so that anything about artist i or
 * recording j can be derived at any time, in any order, without keeping it.
 */

/** What a number is drawn for: two streams never share numbers. The values are part of the format: never renumber. */
export const Stream = {
  artistMbid: 1,
  artistTraits: 2,
  artistStyle: 3,
  artistName: 4,
  artistLink: 5,
  artistRedirectMbid: 6,
  sceneTraits: 7,
  partners: 8,
  recordingMbid: 9,
  recordingCredit: 10,
  recordingDetails: 11,
  recordingRedirectMbid: 12,
  creditMbid: 13,
  creditForm: 14,
  urlMbid: 15,
  spotifyId: 16,
  acousticSubmission: 17,
  acousticTrack: 18,
  unknownRecordingMbid: 19,
  popularity: 20,
  packet: 21,
  liveCredit: 22,
  acousticLowLevel: 23,
} as const;

const GOLDEN = 0x9e3779b9;

/**
 * An unsigned 32-bit hash of its arguments (integers below 2^32).
 * For a fixed seed, stream and `sub` it is a bijection of `index`.
 */
export function hash32(seed: number, stream: number, index: number, sub = 0): number {
  const key = mix32(mix32(seed + GOLDEN) + Math.imul(stream, GOLDEN));
  return mix32(mix32(index + mix32(key ^ Math.imul(sub + 1, GOLDEN))) + key);
}

/** A hash of its arguments as a number in [0, 1). */
export function unit(seed: number, stream: number, index: number, sub = 0): number {
  return hash32(seed, stream, index, sub) / 2 ** 32;
}

/**
 * A short sequence of numbers for one decision: SplitMix (Steele, Lea & Flood, 2014) at 32 bits.
 * Its period is 2^32: one generator an entity, never one for the world.
 */
export class Random {
  #state: number;

  /** @param state any integer; use {@link randomFor} to derive it */
  constructor(state: number) {
    this.#state = state | 0;
  }

  /** The next number in [0, 1). */
  next(): number {
    this.#state = (this.#state + GOLDEN) | 0;
    return mix32(this.#state) / 2 ** 32;
  }

  /** An integer in [0, bound); `bound` must be at least 1. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** An integer in [0, bound) that prefers small ones: P(below x·bound) = x^(1/steepness). */
  skewedBelow(bound: number, steepness: number): number {
    return Math.min(bound - 1, Math.floor(bound * this.next() ** steepness));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, each as likely. The list must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** A standard normal number (Box & Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }
}

/** The generator of one entity's decisions. */
export function randomFor(seed: number, stream: number, index: number, sub = 0): Random {
  return new Random(hash32(seed, stream, index, sub));
}
