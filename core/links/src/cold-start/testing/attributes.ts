import * as fc from "fast-check";
import { type CellAttributes, MOST_MATES } from "../attribute-cells.js";

/** More than the largest cell has mates in. */
export const ARTISTS = MOST_MATES + 4;

/** Mostly the same, so that one cell is near the limit. */
export const attributesOfOne: fc.Arbitrary<CellAttributes> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      { genres: ["bop", "cool"], country: "Mali" },
      { genres: ["cool", "bop", "cool"], country: "Mali" },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      genres: fc.array(fc.constantFrom("bop", "cool"), { maxLength: 2 }),
      country: fc.option(fc.constantFrom("Mali", "Peru")),
    }),
  },
);

export const attributesOfAll = fc.array(attributesOfOne, { minLength: ARTISTS, maxLength: ARTISTS });

/** Mates of an artist by their definition, in ascending order. */
export function naiveMates(all: readonly CellAttributes[], artist: number): number[] {
  const isEqual = (one: CellAttributes, other: CellAttributes): boolean =>
    one.country === other.country &&
    one.genres.every((genre) => other.genres.includes(genre)) &&
    other.genres.every((genre) => one.genres.includes(genre));
  if (all[artist]!.genres.length === 0) return [];
  const cell = all.flatMap((each, other) => (isEqual(each, all[artist]!) ? [other] : []));
  return cell.length > MOST_MATES ? [] : cell.filter((other) => other !== artist);
}
