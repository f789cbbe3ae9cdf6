import type { Random } from "../hash.js";

/** Latest links remembered for each artist. */
const REMEMBERED = 12;
const TIE_NOISE = 0.8;

/** The latest collaborators of every artist while the partner table is filled: bounded, 50 bytes an artist. */
export class LinkHistory {
  private readonly links: Int32Array;
  private readonly counts: Uint16Array;

  constructor(artists: number) {
    this.links = new Int32Array(artists * REMEMBERED);
    this.counts = new Uint16Array(artists);
  }

  /** Remembers that two artists collaborated. */
  add(one: number, other: number): void {
    this.push(one, other);
    this.push(other, one);
  }

  /**
   * The suitable artist with whom the artist shares most remembered collaborators, no collaborator yet; or -1. Near
   * ties are broken at random.
   */
  friendOfFriend(artist: number, random: Random, suits: (other: number) => boolean): number {
    const shared = new Map<number, number>();
    for (const friend of this.linksOf(artist)) {
      for (const other of this.linksOf(friend)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    let best = -1;
    let bestScore = 0;
    for (const [other, count] of shared) {
      const score = count + TIE_NOISE * random.next();
      if (score <= bestScore || other === artist || this.linked(artist, other) || !suits(other)) continue;
      best = other;
      bestScore = score;
    }
    return best;
  }

  /** Whether the artist remembers the other as a collaborator. */
  linked(artist: number, other: number): boolean {
    return this.linksOf(artist).includes(other);
  }

  private linksOf(artist: number): Int32Array {
    const from = artist * REMEMBERED;
    return this.links.subarray(from, from + Math.min(REMEMBERED, this.counts[artist]!));
  }

  private push(artist: number, other: number): void {
    // Past 65,535 the ring position restarts at a full ring: only the order of forgetting changes.
    if (this.counts[artist] === 0xffff) this.counts[artist] = REMEMBERED;
    const count = this.counts[artist]!++;
    this.links[artist * REMEMBERED + (count % REMEMBERED)] = other;
  }
}
