import { mix32 } from "@interlude/core-numerics";
import { probit } from "./normal-distribution.js";

const TWO_POW_26 = 67_108_864;
const TWO_POW_53 = 9_007_199_254_740_992;

/** A reproducible stream of pseudo-random numbers. */
export interface Random {
  /** Uniform in the open interval (0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

/**
 * A 128-bit hash of a text as four 32-bit words, for seeding and for content-derived identifiers.
 * Four FNV-1a-like lanes over the UTF-16 code units with different multipliers, mixed into one another
 * by the finaliser of MurmurHash3. Not for security.
 */
export function hashWords(text: string): [number, number, number, number] {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let d = 0xb7e15162;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca77) ^ (a >>> 15);
    c = Math.imul(c ^ unit, 0xc2b2ae3d) ^ (b >>> 13);
    d = Math.imul(d ^ unit, 0x27d4eb2f) ^ (c >>> 17);
    a ^= d >>> 11;
  }
  const length = text.length;
  const first = mix32(a ^ length);
  const second = mix32(b ^ first);
  const third = mix32(c ^ second);
  const fourth = mix32(d ^ third);
  return [mix32(first ^ fourth), second, third, fourth];
}

/** The hash of a text as 32 lower-case hexadecimal digits. */
export function hashHex(text: string): string {
  return hashWords(text)
    .map((word) => word.toString(16).padStart(8, "0"))
    .join("");
}

/**
 * A generator seeded by a text: equal keys give equal streams, on every machine.
 * The generator is xoshiro128++ (Blackman and Vigna 2019); normals come from the inverse distribution
 * function, so that one uniform makes one normal and the stream can be counted.
 */
export function keyedRandom(key: string): Random {
  let [s0, s1, s2, s3] = hashWords(key);
  if ((s0 | s1 | s2 | s3) === 0) s0 = 1; // the one state the generator cannot leave

  function next(): number {
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  function uniform(): number {
    const high = next() >>> 5;
    const low = next() >>> 6;
    return (high * TWO_POW_26 + low + 0.5) / TWO_POW_53;
  }

  return {
    uniform,
    normal: () => probit(uniform()),
    below: (bound) => Math.floor(uniform() * bound),
  };
}

/** The integers 0 … count − 1 in a seeded random order (Fisher–Yates). */
export function shuffledIndices(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}
