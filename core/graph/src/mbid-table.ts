import { GraphError } from "./errors.js";
import { hashWords } from "./mix.js";

const WORDS = 4;

/** Values of the characters 0-9 and a-f; -1 for everything else. MBIDs are lower-case past ingestion. */
const HEX = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit += 1) HEX[digit.toString(16).charCodeAt(0)] = digit;

/**
 * Interns MBIDs as small integers, counted from 0 in order of first sight.
 *
 * A JavaScript Map of 36-character strings costs over a hundred bytes an entry; here an artist costs 16
 * bytes of MBID and 8 of open-addressing table. An id stays valid for as long as the table lives.
 */
export class MbidTable {
  private words = new Uint32Array(16 * WORDS);
  private slots = new Int32Array(32).fill(-1);
  private readonly parsed = new Uint32Array(WORDS);
  private count = 0;

  /** How many MBIDs are interned; ids are 0 … size-1. */
  get size(): number {
    return this.count;
  }

  /** The id of `mbid`, made when it is new. Throws GRAPH_INVALID_MBID unless it is a lower-case UUID. */
  intern(mbid: string): number {
    const slot = this.locate(mbid);
    const known = this.slots[slot]!;
    if (known >= 0) return known;
    const id = this.count;
    if ((id + 1) * WORDS > this.words.length) this.growWords();
    this.words.set(this.parsed, id * WORDS);
    this.slots[slot] = id;
    this.count += 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return id;
  }

  /** The id of `mbid`, or -1 when it was never interned. Throws GRAPH_INVALID_MBID as `intern`. */
  find(mbid: string): number {
    return this.slots[this.locate(mbid)]!;
  }

  /** The MBID behind an id. Throws GRAPH_UNKNOWN_ARTIST for an id that was never given out. */
  mbidOf(id: number): string {
    this.check(id);
    let hex = "";
    for (let i = 0; i < WORDS; i += 1) hex += this.words[id * WORDS + i]!.toString(16).padStart(8, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** Negative, zero or positive as the MBID of `a` sorts before, with or after that of `b` as text. */
  compare(a: number, b: number): number {
    for (let i = 0; i < WORDS; i += 1) {
      const difference = this.words[a * WORDS + i]! - this.words[b * WORDS + i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** An unsigned 32-bit hash of the MBID of `id`, which depends on nothing but the MBID and `seed`. */
  hashOf(id: number, seed: number): number {
    return hashWords(this.words, id * WORDS, seed);
  }

  /** Throws GRAPH_UNKNOWN_ARTIST unless `id` was given out by this table. */
  check(id: number): void {
    if (Number.isInteger(id) && id >= 0 && id < this.count) return;
    throw new GraphError(
      "GRAPH_UNKNOWN_ARTIST",
      `artist id ${id} is not interned (${this.count} are): intern the MBID first`,
    );
  }

  /** Parses into `this.parsed` and returns the slot that holds the MBID or is free for it. */
  private locate(mbid: string): number {
    if (!parseMbid(mbid, this.parsed)) {
      throw new GraphError(
        "GRAPH_INVALID_MBID",
        `not a lower-case MBID: ${JSON.stringify(mbid)}; expected 8-4-4-4-12 hexadecimal digits`,
      );
    }
    const mask = this.slots.length - 1;
    let slot = hashWords(this.parsed, 0, 0) & mask;
    for (;;) {
      const id = this.slots[slot]!;
      if (id < 0 || this.holds(id)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private holds(id: number): boolean {
    for (let i = 0; i < WORDS; i += 1) if (this.words[id * WORDS + i] !== this.parsed[i]) return false;
    return true;
  }

  private growWords(): void {
    const grown = new Uint32Array(this.words.length * 2);
    grown.set(this.words);
    this.words = grown;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id += 1) {
      let slot = hashWords(this.words, id * WORDS, 0) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.slots = slots;
  }
}

function parseMbid(mbid: string, out: Uint32Array): boolean {
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
