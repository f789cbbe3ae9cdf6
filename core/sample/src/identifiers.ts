import { hash32 } from "./hash.js";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function hex32(word: number): string {
  return HEX[word >>> 24]! + HEX[(word >>> 16) & 255]! + HEX[(word >>> 8) & 255]! + HEX[word & 255]!;
}

/** An MBID: lower-case uuid text with the version and variant bits of a random (v4) uuid. Distinct for distinct indexes. */
export function mbid(seed: number, stream: number, index: number): string {
  const first = hex32(hash32(seed, stream, index, 0));
  const second = hex32(hash32(seed, stream, index, 1));
  const third = hex32(((hash32(seed, stream, index, 2) & 0x3fffffff) | 0x80000000) >>> 0);
  const fourth = hex32(hash32(seed, stream, index, 3));
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${third.slice(0, 4)}-${third.slice(4)}${fourth}`;
}

/** A Spotify id: 22 base-62 characters, case-sensitive. */
export function spotifyId(seed: number, stream: number, index: number): string {
  let id = "";
  for (let word = 0; id.length < 22; word++) {
    let bits = hash32(seed, stream, index, word);
    for (let digit = 0; digit < 5 && id.length < 22; digit++) {
      id += BASE62[bits % 62];
      bits = Math.floor(bits / 62);
    }
  }
  return id;
}
