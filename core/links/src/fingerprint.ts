import { mix32 } from "@interlude/core-numerics";

/**
 * A 64-bit fingerprint of a text as 16 hexadecimal digits: tells different contents apart. Not a cryptographic hash.
 */
export function fingerprint(text: string): string {
  let left = 0x6a09e667;
  let right = 0xbb67ae85;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    left = mix32(Math.imul(left, 31) + unit);
    right = mix32(Math.imul(right, 37) ^ unit);
  }
  return left.toString(16).padStart(8, "0") + right.toString(16).padStart(8, "0");
}
