import { mix32 } from "@interlude/core-numerics";

/**
 * Hash of the four 32-bit words at `words[offset..offset+3]` under `seed`, as an unsigned 32-bit integer.
 * Different seeds give independent-looking hashes of the same MBID.
 */
export function hashWords(words: Uint32Array, offset: number, seed: number): number {
  let h = mix32(seed ^ 0x9e3779b9);
  for (let i = 0; i < 4; i += 1) h = mix32(Math.imul(h, 5) + 0x2545f491 + words[offset + i]!);
  return h;
}

/** Hash of a text under `seed`, as an unsigned 32-bit integer. */
export function hashText(text: string, seed: number): number {
  let h = mix32(seed ^ 0x9e3779b9);
  for (let i = 0; i < text.length; i += 1) h = mix32(Math.imul(h, 5) + 0x2545f491 + text.charCodeAt(i));
  return h;
}
