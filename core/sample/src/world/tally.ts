import { type CreditMap, FORMS, type SpecialCreditId } from "./credits.js";
import type { RecordingMap } from "./recordings.js";

const SATURATED = 0xffff;

/**
 * How many recordings of the dump use each credit, and how many collaborations each artist has part in: one pass over
 * the recordings, 24 bytes an artist. Counts stop at 65,535.
 */
export class Tally {
  readonly #uses: Uint16Array;
  readonly #collaborative: Uint16Array;
  readonly #special = new Map<SpecialCreditId, number>();

  constructor(
    size: { readonly artists: number; readonly recordings: number },
    recordings: RecordingMap,
    credits: CreditMap,
  ) {
    this.#uses = new Uint16Array(size.artists * FORMS);
    this.#collaborative = new Uint16Array(size.artists);
    for (let index = 0; index < size.recordings; index++) {
      const credit = recordings.credit(index);
      if (credit.kind === "special") {
        this.#special.set(credit.id, (this.#special.get(credit.id) ?? 0) + 1);
        continue;
      }
      const { lead, form } = credit;
      increment(this.#uses, lead * FORMS + form);
      if (form > 0)
        for (const member of new Set(credits.members(lead, form))) increment(this.#collaborative, member);
    }
  }

  /** Recordings whose credit is the one `artist` leads in `form`. */
  usesOf(artist: number, form: number): number {
    return this.#uses[artist * FORMS + form]!;
  }

  /** Recordings with a special credit. */
  specialUses(credit: SpecialCreditId): number {
    return this.#special.get(credit) ?? 0;
  }

  /** Recordings that `artist` made with others. */
  collaborations(artist: number): number {
    return this.#collaborative[artist]!;
  }
}

function increment(counts: Uint16Array, at: number): void {
  if (counts[at]! < SATURATED) counts[at]!++;
}
