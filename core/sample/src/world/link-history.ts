import { mix32 } from "@interlude/core-numerics";
import type { Random } from "../hash.js";

/** Latest links remembered for each artist. */
const REMEMBERED = 10;
const TIE_NOISE = 0.8;

/** The latest collaborators of every artist while the partner table is filled: bounded, 42 bytes an artist. */
export class LinkHistory {
  readonly #links: Int32Array;
  readonly #counts: Uint16Array;
  readonly #shared = new SmallTally(REMEMBERED * REMEMBERED);

  constructor(artists: number) {
    this.#links = new Int32Array(artists * REMEMBERED);
    this.#counts = new Uint16Array(artists);
  }

  /** Remembers that two artists collaborated. */
  add(one: number, other: number): void {
    this.#push(one, other);
    this.#push(other, one);
  }

  /**
   * The suitable artist with whom the artist shares most remembered collaborators, no collaborator yet; or -1. Near
   * ties are broken at random.
   */
  friendOfFriend(artist: number, random: Random, suits: (other: number) => boolean): number {
    const shared = this.#shared;
    shared.clear();
    for (let at = this.#start(artist); at < this.#end(artist); at++) {
      const friend = this.#links[at]!;
      for (let next = this.#start(friend); next < this.#end(friend); next++) shared.count(this.#links[next]!);
    }
    let best = -1;
    let bestScore = 0;
    for (let at = 0; at < shared.size; at++) {
      const other = shared.item(at);
      const score = shared.countOf(at) + TIE_NOISE * random.next();
      if (score <= bestScore || other === artist || this.linked(artist, other) || !suits(other)) continue;
      best = other;
      bestScore = score;
    }
    return best;
  }

  /** Whether the artist remembers the other as a collaborator. */
  linked(artist: number, other: number): boolean {
    for (let at = this.#start(artist); at < this.#end(artist); at++)
      if (this.#links[at] === other) return true;
    return false;
  }

  #start(artist: number): number {
    return artist * REMEMBERED;
  }

  #end(artist: number): number {
    return artist * REMEMBERED + Math.min(REMEMBERED, this.#counts[artist]!);
  }

  #push(artist: number, other: number): void {
    // Past 65,535 the ring position restarts at a full ring: only the order of forgetting changes.
    if (this.#counts[artist] === 0xffff) this.#counts[artist] = REMEMBERED;
    const count = this.#counts[artist]!++;
    this.#links[artist * REMEMBERED + (count % REMEMBERED)] = other;
  }
}

/** Counts few distinct integers without allocating: open addressing, items kept in the order in which they came. */
class SmallTally {
  readonly #buckets: Int16Array;
  readonly #items: Int32Array;
  readonly #counts: Uint16Array;
  readonly #places: Uint16Array;
  size = 0;

  /** @param most distinct items at a time */
  constructor(most: number) {
    const buckets = 2 ** Math.ceil(Math.log2(most * 2));
    this.#buckets = new Int16Array(buckets).fill(-1);
    this.#items = new Int32Array(most);
    this.#counts = new Uint16Array(most);
    this.#places = new Uint16Array(most);
  }

  clear(): void {
    for (let at = 0; at < this.size; at++) this.#buckets[this.#places[at]!] = -1;
    this.size = 0;
  }

  count(item: number): void {
    let bucket = mix32(item) & (this.#buckets.length - 1);
    for (let at = this.#buckets[bucket]!; at >= 0; at = this.#buckets[bucket]!) {
      if (this.#items[at] === item) {
        this.#counts[at]!++;
        return;
      }
      bucket = (bucket + 1) & (this.#buckets.length - 1);
    }
    this.#buckets[bucket] = this.size;
    this.#items[this.size] = item;
    this.#counts[this.size] = 1;
    this.#places[this.size++] = bucket;
  }

  item(at: number): number {
    return this.#items[at]!;
  }

  countOf(at: number): number {
    return this.#counts[at]!;
  }
}
