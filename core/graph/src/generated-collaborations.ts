import { mix32 } from "@interlude/core-numerics";

/** How large a generated graph is to be. Same options, same graph. */
export interface GeneratedCollaborations {
  readonly artists: number;
  /** Distinct pairs; must be within reach of line-ups of the artists. */
  readonly edges: number;
  readonly seed: number;
}

/** Share of line-up members taken over, together with the one before, from an earlier line-up: bands stay bands. */
const BAND_SHARE = 0.6;

/**
 * Makes up a heavy-tailed collaboration graph for tests and measurements, recording by recording: a line-up of
 * newcomers and of artists who recorded before, the more often the likelier, every two of whom collaborate.
 *
 * @param collaborate told of each pair (artist numbers from 0) and its recording; says whether the pair is new
 */
export function generateCollaborations(
  { artists, edges, seed }: GeneratedCollaborations,
  collaborate: (a: number, b: number, recording: number) => boolean,
): void {
  let drawn = 0;
  const random = (): number => mix32(mix32(seed) + Math.imul((drawn += 1), 0x9e3779b9)) / 2 ** 32;
  // Who played, line-up after line-up: picking a place picks artists by how often they played.
  const played: number[] = [];
  let known = 0;
  let found = 0;
  for (let recording = 1; found < edges; recording += 1) {
    // Four fifths are duos, and of ten thousand a hundred have more than eight members, up to 23.
    const size = Math.min(artists, 1 + Math.floor((1 - random() * 0.999) ** -0.45));
    // Newcomers appear at the rate at which everybody has appeared when the last pair has.
    const membersAnEdge = (played.length + 2) / (found + 1);
    const newcomers = (artists - known) / ((edges - found) * membersAnEdge);
    const lineUp: number[] = [];
    let place = -1;
    while (lineUp.length < size) {
      let member: number;
      if (known < artists && (known < 2 || random() < newcomers)) {
        member = known;
        known += 1;
      } else {
        place =
          place >= 0 && place + 1 < played.length && random() < BAND_SHARE
            ? place + 1
            : Math.floor(random() * played.length);
        // At the very beginning nobody has played yet.
        member = played[place] ?? Math.floor(random() * known);
      }
      if (!lineUp.includes(member)) lineUp.push(member);
      else if (known <= size) break;
    }
    for (let i = 0; i < lineUp.length; i += 1) {
      for (let j = 0; j < i && found < edges; j += 1) {
        if (collaborate(lineUp[j]!, lineUp[i]!, recording)) found += 1;
      }
    }
    played.push(...lineUp);
  }
}
