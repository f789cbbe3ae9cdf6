import { Stream, type Random, randomFor } from "../hash.js";
import type { ArtistMap } from "./artists.js";
import { CreditMap, SpecialCredit, type SpecialCreditId } from "./credits.js";
import type { PartnerTable } from "./partners.js";

/** Which credit a recording has: a special one, or the one that artist `lead` leads in `form`. */
export type RecordingCredit =
  | { readonly kind: "special"; readonly id: SpecialCreditId }
  | { readonly kind: "led"; readonly id: number; readonly lead: number; readonly form: number };

const TRIES = 8;

/** Recordings in order of time: recording j is made at world time j / count. Derived from (seed, index) on demand. */
export class RecordingMap {
  constructor(
    private readonly seed: number,
    /** How many artists and recordings the dump has. */
    private readonly size: { readonly artists: number; readonly recordings: number },
    private readonly artists: ArtistMap,
    private readonly partners: PartnerTable,
  ) {}

  /** When recording `index` was made, in world time. */
  time(index: number): number {
    return index / this.size.recordings;
  }

  /** Whose recording it is: an active artist, alone or in one of the collaborations opened by then. */
  credit(index: number): RecordingCredit {
    const random = randomFor(this.seed, Stream.recordingCredit, index);
    const special = random.next();
    if (special < 0.004) return { kind: "special", id: SpecialCredit.variousArtists };
    if (special < 0.008) return { kind: "special", id: SpecialCredit.unknown };
    if (special < 0.009) return { kind: "special", id: SpecialCredit.variousWithFirst };
    const time = this.time(index);
    const lead = this.#lead(time, random);
    const form = this.#form(lead, time, random);
    return { kind: "led", id: CreditMap.id(lead, form), lead, form };
  }

  #lead(time: number, random: Random): number {
    const { scenes } = this.artists;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { first, size } = scenes.scene(scenes.sceneOf(random.below(this.size.artists)));
      const artist = first + random.skewedBelow(size, 2);
      const { debut, end } = this.artists.careerOf(artist);
      if (debut <= time && time <= end) return artist;
    }
    return scenes.scene(scenes.sceneOf(random.below(this.size.artists))).first;
  }

  /** Form 0 is solo. Most collaborations are with the newest partner, the rest repeat older ones, the oldest most. */
  #form(lead: number, time: number, random: Random): number {
    if (!random.chance(this.artists.sociability(lead))) return 0;
    const career = this.artists.careerOf(lead);
    const open: number[] = [];
    const slots = this.partners.slotsOf(lead);
    for (let slot = 0; slot < slots && this.partners.opens(lead, career, slot) <= time; slot++) {
      if (this.partners.partner(lead, slot) >= 0) open.push(slot);
    }
    if (open.length === 0) return 0;
    const slot = random.chance(0.7) ? open.at(-1)! : open[random.skewedBelow(open.length, 1.5)]!;
    return slot + 1;
  }
}
