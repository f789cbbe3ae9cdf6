/** 32-bit words of an MBID. */
export const MBID_WORDS = 4;

/** Values of the characters 0-9 and a-f; -1 for everything else. MBIDs are lower-case past ingestion. */
const HEX = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit += 1) HEX[digit.toString(16).charCodeAt(0)] = digit;

/** Parses a lower-case MBID into four words, the first digits in the highest bits; false if it is not one. */
export function parseMbid(mbid: string, out: Uint32Array): boolean {
  if (mbid.length !== 36) return false;
  let digits = 0;
  for (let i = 0; i < 36; i += 1) {
    const code = mbid.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== 45) return false;
      continue;
    }
    const value = code < 128 ? HEX[code]! : -1;
    if (value < 0) return false;
    const word = digits >>> 3;
    out[word] = (out[word]! << 4) | value;
    digits += 1;
  }
  return true;
}

/** The text of the MBID whose words are `words[offset..offset+3]`. */
export function formatMbid(words: Uint32Array, offset: number): string {
  let hex = "";
  for (let i = 0; i < MBID_WORDS; i += 1) hex += words[offset + i]!.toString(16).padStart(8, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
