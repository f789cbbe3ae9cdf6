import { GraphError } from "../errors.js";
import { Int32Column } from "./int32-column.js";
import { MBID_WORDS, formatMbid, parseMbid } from "./mbid-words.js";
import { hashWords } from "../hash.js";

const PAGE_BITS = 10;
const PAGE_MASK = (1 << PAGE_BITS) - 1;
const PAGE_WORDS = MBID_WORDS << PAGE_BITS;
const NONE = -1;
const FIRST_BUCKETS = 16;
/** Upper bound of what {@link MbidTable.expect} prepares for: a damaged snapshot may claim any number. */
const MOST_EXPECTED = 1 << 22;

/**
 * Interns MBIDs as small integers, counted from 0 in the order in which they are first seen.
 *
 * A JavaScript Map of 36-character strings costs over a hundred bytes an entry; here an artist costs 24: 16 of MBID,
 * 4 of bucket and 4 of chain. An id stays valid for as long as the table lives.
 *
 * The table is a linear hash table (Litwin 1980): each new MBID splits one bucket in two, so it is never rehashed as a
 * whole.
 */
export class MbidTable {
  readonly #pages: Uint32Array[] = [];
  readonly #heads = new Int32Column(NONE);
  readonly #nexts = new Int32Column(NONE);
  readonly #parsed = new Uint32Array(MBID_WORDS);
  /** Number of buckets at the start of this doubling, and how many of them have been split since. */
  #base = FIRST_BUCKETS;
  #split = 0;
  #count = 0;

  constructor() {
    this.#heads.ensure(FIRST_BUCKETS);
  }

  /** How many MBIDs are interned; ids are 0 … size-1. */
  get size(): number {
    return this.#count;
  }

  /** Bytes of typed arrays that the table holds. */
  memoryBytes(): number {
    return this.#pages.length * PAGE_WORDS * 4 + this.#heads.byteLength + this.#nexts.byteLength;
  }

  /** Sizes an empty table for so many MBIDs, so that it need not grow on the way; a wrong number is harmless. */
  expect(mbids: number): void {
    if (this.#count > 0) return;
    const buckets = Math.min(Math.max(mbids, FIRST_BUCKETS), MOST_EXPECTED);
    this.#base = 2 ** Math.floor(Math.log2(buckets));
    this.#split = buckets - this.#base;
    this.#heads.ensure(buckets);
  }

  /**
   * The id of `mbid`, assigned if it is new.
   *
   * @throws GraphError GRAPH_INVALID_MBID unless it is a lower-case UUID
   */
  intern(mbid: string): number {
    this.#parse(mbid);
    return this.internWords(this.#parsed, 0);
  }

  /**
   * As {@link intern}, for an MBID given as the four 32-bit words `words[offset..offset+3]`, the first digits in the
   * highest bits of the first.
   */
  internWords(words: Uint32Array, offset: number): number {
    const bucket = this.#bucketOf(hashWords(words, offset, 0));
    const known = this.#findIn(bucket, words, offset);
    if (known !== NONE) return known;
    const id = this.#count;
    if ((id & PAGE_MASK) === 0) this.#pages.push(new Uint32Array(PAGE_WORDS));
    const page = this.#page(id);
    for (let i = 0; i < MBID_WORDS; i += 1) page[this.#offset(id) + i] = words[offset + i]!;
    this.#count += 1;
    this.#nexts.ensure(this.#count);
    this.#nexts.set(id, this.#heads.get(bucket));
    this.#heads.set(bucket, id);
    if (this.#count > this.#base + this.#split) this.#splitBucket();
    return id;
  }

  /**
   * The id of `mbid`, or -1 if it was never interned.
   *
   * @throws GraphError GRAPH_INVALID_MBID unless it is a lower-case UUID
   */
  find(mbid: string): number {
    this.#parse(mbid);
    return this.#findIn(this.#bucketOf(hashWords(this.#parsed, 0, 0)), this.#parsed, 0);
  }

  /**
   * The MBID of an id.
   *
   * @throws GraphError GRAPH_UNKNOWN_ARTIST for an id that was never assigned
   */
  mbidOf(id: number): string {
    this.check(id);
    return formatMbid(this.#page(id), this.#offset(id));
  }

  /** Writes the four words of an id's MBID to `out` from `at` on. */
  copyWords(id: number, out: Uint32Array, at: number): void {
    const page = this.#page(id);
    const offset = this.#offset(id);
    for (let i = 0; i < MBID_WORDS; i += 1) out[at + i] = page[offset + i]!;
  }

  /** Negative, zero or positive as the MBID of `a` sorts before, with or after that of `b` as text. */
  compare(a: number, b: number): number {
    const [pageA, pageB] = [this.#page(a), this.#page(b)];
    const [offsetA, offsetB] = [this.#offset(a), this.#offset(b)];
    for (let i = 0; i < MBID_WORDS; i += 1) {
      const difference = pageA[offsetA + i]! - pageB[offsetB + i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** An unsigned 32-bit hash of the MBID of `id`; it depends on the MBID and `seed` only. */
  hashOf(id: number, seed: number): number {
    return hashWords(this.#page(id), this.#offset(id), seed);
  }

  /** @throws GraphError GRAPH_UNKNOWN_ARTIST unless `id` was assigned by this table */
  check(id: number): void {
    if (Number.isInteger(id) && id >= 0 && id < this.#count) return;
    throw new GraphError(
      "GRAPH_UNKNOWN_ARTIST",
      `artist id ${id} is not interned (${this.#count} are): intern the MBID first`,
    );
  }

  #parse(mbid: string): void {
    if (parseMbid(mbid, this.#parsed)) return;
    throw new GraphError(
      "GRAPH_INVALID_MBID",
      `not a lower-case MBID: ${JSON.stringify(mbid)}; expected 8-4-4-4-12 hexadecimal digits`,
    );
  }

  #page(id: number): Uint32Array {
    return this.#pages[id >>> PAGE_BITS]!;
  }

  #offset(id: number): number {
    return (id & PAGE_MASK) * MBID_WORDS;
  }

  /** Buckets that were split in this doubling use one bit more of the hash than those that were not. */
  #bucketOf(hash: number): number {
    const bucket = hash & (this.#base - 1);
    return bucket < this.#split ? hash & (2 * this.#base - 1) : bucket;
  }

  #findIn(bucket: number, words: Uint32Array, offset: number): number {
    for (let id = this.#heads.get(bucket); id !== NONE; id = this.#nexts.get(id)) {
      const page = this.#page(id);
      const at = this.#offset(id);
      if (
        page[at] === words[offset] &&
        page[at + 1] === words[offset + 1] &&
        page[at + 2] === words[offset + 2] &&
        page[at + 3] === words[offset + 3]
      ) {
        return id;
      }
    }
    return NONE;
  }

  /** Distributes the chain of the next bucket to split between it and a new bucket. */
  #splitBucket(): void {
    const low = this.#split;
    const high = this.#base + low;
    this.#heads.ensure(high + 1);
    let id = this.#heads.get(low);
    this.#heads.set(low, NONE);
    while (id !== NONE) {
      const next = this.#nexts.get(id);
      const bucket = (this.hashOf(id, 0) & this.#base) === 0 ? low : high;
      this.#nexts.set(id, this.#heads.get(bucket));
      this.#heads.set(bucket, id);
      id = next;
    }
    this.#split += 1;
    if (this.#split === this.#base) {
      this.#base *= 2;
      this.#split = 0;
    }
  }
}
