import { mix32 } from "@interlude/core-numerics";

/** Size of a generated graph. Same options, same graph. */
export interface GeneratedCollaborations {
  readonly artists: number;
  /** Distinct pairs; must be within reach of line-ups of the artists. */
  readonly edges: number;
  readonly seed: number;
}

/** Probability that the next member of a line-up is the one who followed the last in an earlier line-up: bands recur. */
const BAND_SHARE = 0.6;

/**
 * Generates a heavy-tailed collaboration graph for tests and benchmarks, recording by recording, by preferential
 * attachment: each recording has a line-up of new artists and of artists drawn by how often they recorded before, and
 * every pair of the line-up collaborates.
 *
 * @param collaborate called with each pair (artist numbers from 0) and its recording; returns whether the pair is new
 */
export function generateCollaborations(
  { artists, edges, seed }: GeneratedCollaborations,
  collaborate: (a: number, b: number, recording: number) => boolean,
): void {
  let drawn = 0;
  const random = (): number => mix32(mix32(seed) + Math.imul((drawn += 1), 0x9e3779b9)) / 2 ** 32;
  // Members of all line-ups so far: a random index draws an artist by how often they recorded.
  const played: number[] = [];
  let known = 0;
  let found = 0;
  for (let recording = 1; found < edges; recording += 1) {
    // Four fifths are duos, and of ten thousand a hundred have more than eight members, up to 23.
    const size = Math.min(artists, 1 + Math.floor((1 - random() * 0.999) ** -0.45));
    // Rate of new artists: such that the last of them appears with the last pair.
    const membersAnEdge = (played.length + 2) / (found + 1);
    const newArtistRate = (artists - known) / ((edges - found) * membersAnEdge);
    const lineUp: number[] = [];
    let index = -1;
    while (lineUp.length < size) {
      let member: number;
      if (known < artists && (known < 2 || random() < newArtistRate)) {
        member = known;
        known += 1;
      } else {
        index =
          index >= 0 && index + 1 < played.length && random() < BAND_SHARE
            ? index + 1
            : Math.floor(random() * played.length);
        // The first line-up has no earlier one to draw from.
        member = played[index] ?? Math.floor(random() * known);
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
