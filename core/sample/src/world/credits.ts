import { Stream, randomFor } from "../hash.js";
import { type ArtistMap, isGroup } from "./artists.js";
import { artistName } from "./names.js";
import { type PartnerTable, SLOTS } from "./partners.js";
import { JOIN_PHRASES } from "./vocabulary.js";

/** Credits an artist can lead: alone (form 0), or as slot `form - 1` says. */
export const FORMS = SLOTS + 1;

/** One name of a credit. `artist` is a row id. */
export interface CreditPart {
  readonly artist: number;
  readonly name: string;
  readonly joinPhrase: string;
}

/** Row ids of derived rows start here: above every special-purpose artist's id. */
export const FIRST_ID = 1_000_001;

/** Row id of artist or recording `index`. */
export function rowId(index: number): number {
  return FIRST_ID + index;
}

/** The index behind a row id made by {@link rowId}; negative for special-purpose rows. */
export function indexOfId(id: number): number {
  return id - FIRST_ID;
}

/** Special-purpose artists of the dump, by MusicBrainz's ids. They never make a collaboration. */
export const VARIOUS_ARTISTS = {
  id: 1,
  gid: "89ad4ac3-39f7-470e-963a-56509c546377",
  name: "Various Artists",
} as const;
export const UNKNOWN = { id: 97546, gid: "125ec42a-7229-4250-afc5-e057484327fe", name: "[unknown]" } as const;

/** Ids of the three credits that name a special-purpose artist: two alone, and Various Artists with artist 0. */
export const SpecialCredit = { variousArtists: 1, unknown: 2, variousWithFirst: 3 } as const;
export type SpecialCreditId = (typeof SpecialCredit)[keyof typeof SpecialCredit];

/** Credits by (leading artist, form): contents derived, identity positional. */
export class CreditMap {
  constructor(
    private readonly seed: number,
    private readonly artists: ArtistMap,
    private readonly partners: PartnerTable,
  ) {}

  /** Row id of the credit that `artist` leads in `form`. */
  static id(artist: number, form: number): number {
    return FIRST_ID + artist * FORMS + form;
  }

  /** The artists, in order, of a credit; a credit's partners all made their debut before it opened. */
  members(artist: number, form: number): number[] {
    const members = [artist];
    if (form === 0) return members;
    const slot = form - 1;
    members.push(this.partners.partner(artist, slot));
    const random = randomFor(this.seed, Stream.creditForm, artist, form);
    // Guests past the first are mostly those whom the new partner works with too; few credits name all partners so far.
    const guests = random.skewedBelow(4, 1.6);
    const takesAny = random.chance(0.06);
    for (let earlier = slot - 1; earlier >= 0 && members.length < 2 + guests; earlier--) {
      const other = this.partners.partner(artist, earlier);
      if (other >= 0 && (takesAny || this.partners.linked(members[1]!, other))) members.push(other);
    }
    // Rarely an artist is named twice: once as the leader, once as a guest.
    if (random.chance(0.004)) members.push(artist);
    return members;
  }

  /** The credit's names and join phrases. */
  parts(artist: number, form: number): CreditPart[] {
    const members = this.members(artist, form);
    const random = randomFor(this.seed, Stream.creditForm, artist, form + FORMS);
    const join = random.pick(JOIN_PHRASES);
    return members.map((member, position) => ({
      artist: rowId(member),
      name: this.#creditedAs(member, random.chance(0.03)),
      joinPhrase: joinPhrase(join, position, members.length),
    }));
  }

  /** An artist's own name, or the variant it is sometimes credited as. */
  #creditedAs(artist: number, variant: boolean): string {
    const { name } = artistName(this.seed, artist, isGroup(this.artists.traits(artist).type));
    return variant ? name.toUpperCase() : name;
  }
}

/** `A feat. B & C`, `A & B`, `A, B & C`: the phrase after the name at `position` of `count`. */
export function joinPhrase(join: string, position: number, count: number): string {
  if (position === count - 1) return "";
  if (position === 0) return join === " & " && count > 2 ? ", " : join;
  return position === count - 2 ? " & " : ", ";
}

/** What a credit displays: names and join phrases in order. */
export function displayName(parts: readonly CreditPart[]): string {
  return parts.map((part) => part.name + part.joinPhrase).join("");
}
