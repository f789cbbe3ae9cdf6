import { type Random, Stream, randomFor, unit } from "../hash.js";
import type { ArtistMap, Career } from "./artists.js";
import { LinkHistory } from "./link-history.js";
import type { Scene } from "./scenes.js";

/** How many different collaborations an artist can start; with those started by others, degrees run far higher. */
export const SLOTS = 10;

/** Share of collaborations that close a triangle if the artist has a partner already. */
const CLOSURE = 0.8;
/** How far a partner is looked for otherwise: cumulative shares; the rest is drawn from all artists. */
const Reach = { circle: 0.75, scene: 0.93, genre: 0.985 } as const;
/** Slots opened for each expected recording with others: the rest repeats what is there. */
const SLOTS_A_RECORDING = 1.6;
const TRIES = 8;

/**
 * Who collaborates with whom: slot k of artist i opens at a time within i's career and has one partner, met by triadic
 * closure (a partner's partner so far, in the slot of either) or drawn by fame from the circle, the scene, a scene of
 * the same genre elsewhere, or from anywhere. Slots are filled in order of time, over everything that opened earlier.
 * 40 bytes an artist, the largest thing the world keeps.
 */
export class PartnerTable {
  readonly #partners: Int32Array;

  /** @param size how many artists and recordings there are: busier worlds open more slots */
  constructor(
    private readonly seed: number,
    private readonly size: { readonly artists: number; readonly recordings: number },
    private readonly artists: ArtistMap,
  ) {
    this.#partners = new Int32Array(size.artists * SLOTS).fill(-1);
    const history = new LinkHistory(size.artists);
    for (const at of this.#inOrderOfTime()) this.#fill(Math.floor(at / SLOTS), at % SLOTS, history);
  }

  /** The partner in a slot, or -1 if there is none. Never the artist, never twice for one artist. */
  partner(artist: number, slot: number): number {
    return this.#partners[artist * SLOTS + slot]!;
  }

  /** Whether one of the two has the other in a slot. */
  linked(one: number, other: number): boolean {
    return this.#has(one, other, SLOTS) || this.#has(other, one, SLOTS);
  }

  /** How many slots the artist opens in a career: follows the recordings that are expected of it. */
  slotsOf(artist: number): number {
    const { scenes } = this.artists;
    const { first, size } = scenes.scene(scenes.sceneOf(artist));
    const place = (artist - first + 0.5) / size;
    const expected = ((this.size.recordings / this.size.artists) * 0.5) / Math.sqrt(place);
    const drawn = expected * SLOTS_A_RECORDING + unit(this.seed, Stream.partners, artist, 2 * SLOTS);
    return Math.max(1, Math.min(SLOTS, Math.floor(drawn)));
  }

  /** World time at which a slot opens: rises with the slot. Its partner is active then. */
  opens(artist: number, career: Career, slot: number): number {
    const from = Math.max(0, career.debut);
    const until = Math.max(from, Math.min(1, career.end));
    const jitter = unit(this.seed, Stream.partners, artist, slot + SLOTS);
    return from + ((until - from) * (slot + 0.9 * jitter)) / this.slotsOf(artist);
  }

  /** Numbers artist · SLOTS + slot of all slots by opening time, to a part in 65,536: a counting sort. */
  #inOrderOfTime(): Int32Array {
    const buckets = 65_536;
    const ends = new Int32Array(buckets + 1);
    const visit = (each: (at: number, bucket: number) => void): void => {
      for (let artist = 0; artist < this.size.artists; artist++) {
        const career = this.artists.careerOf(artist);
        const slots = this.slotsOf(artist);
        for (let slot = 0; slot < slots; slot++) {
          const bucket = Math.min(buckets - 1, Math.floor(this.opens(artist, career, slot) * buckets));
          each(artist * SLOTS + slot, bucket);
        }
      }
    };
    visit((_at, bucket) => ends[bucket + 1]!++);
    for (let bucket = 0; bucket < buckets; bucket++) ends[bucket + 1]! += ends[bucket]!;
    const order = new Int32Array(ends[buckets]!);
    visit((at, bucket) => (order[ends[bucket]!++] = at));
    return order;
  }

  #fill(artist: number, slot: number, history: LinkHistory): void {
    const opens = this.opens(artist, this.artists.careerOf(artist), slot);
    const random = randomFor(this.seed, Stream.partners, artist, slot);
    const suits = (other: number): boolean =>
      this.#isActive(other, opens) &&
      other !== artist &&
      !history.linked(artist, other) &&
      !this.#has(artist, other, slot);
    let found = random.chance(CLOSURE) ? history.friendOfFriend(artist, random, suits) : -1;
    for (let attempt = 0; attempt < TRIES && found < 0; attempt++) {
      const other = this.#byFame(artist, random);
      if (suits(other)) found = other;
    }
    if (found < 0) return;
    this.#partners[artist * SLOTS + slot] = found;
    history.add(artist, found);
  }

  #isActive(artist: number, time: number): boolean {
    const { debut, end } = this.artists.careerOf(artist);
    return debut <= time && time <= end;
  }

  #has(artist: number, other: number, below: number): boolean {
    for (let slot = 0; slot < below; slot++) if (this.partner(artist, slot) === other) return true;
    return false;
  }

  #byFame(artist: number, random: Random): number {
    const { scenes } = this.artists;
    const home = scenes.sceneOf(artist);
    const reach = random.next();
    if (reach < Reach.circle) return this.#inCircle(artist, scenes.scene(home), random);
    if (reach >= Reach.genre) return random.skewedBelow(this.size.artists, 2);
    const at = reach < Reach.scene ? home : scenes.sisterOf(home, 1 + random.below(3));
    const { first, size } = scenes.scene(at);
    return first + random.skewedBelow(size, 1.6);
  }

  #inCircle(artist: number, { first, size }: Scene, random: Random): number {
    const circles = this.artists.scenes.circlesIn(size);
    const circle = (artist - first) % circles;
    const members = Math.ceil((size - circle) / circles);
    return first + circle + circles * random.skewedBelow(members, 1.2);
  }
}
