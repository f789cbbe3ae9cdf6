import type { Random } from "@interlude/core-sample";
import { type Column, encodeCopyRow } from "@interlude/core-musicbrainz";
import { WORDS } from "./words.js";

/** The COPY text of one column of row `row` (0-based), escaped. */
export type ColumnMaker = (row: number, random: Random) => string;

/** COPY's NULL. */
export const NULL = "\\N";

const HEX4 = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, "0"));
const ESCAPED_WORDS = WORDS.map((word) => encodeCopyRow([word]).slice(0, -1));
const SECONDS = Array.from({ length: 4096 }, (_, i) =>
  new Date(Date.UTC(2009, 0, 1) + i * 135_791_113).toISOString().slice(0, 19).replace("T", " "),
);

/** A random uuid of version 4. */
export const uuid: ColumnMaker = (_row, random) => {
  const word = (): string => HEX4[random.below(0x10000)]!;
  const version = HEX4[0x4000 + random.below(0x1000)]!;
  const variant = HEX4[0x8000 + random.below(0x4000)]!;
  return `${word()}${word()}-${word()}-${version}-${variant}-${word()}${word()}${word()}`;
};

/** A moment since 2009, to the microsecond; the fraction is odd, since Postgres writes no zeros at its end. */
export const timestamp: ColumnMaker = (_row, random) =>
  `${SECONDS[random.below(SECONDS.length)]!}.${100_001 + 2 * random.below(400_000)}+00`;

/** The row's own number, from 1. */
export const number: ColumnMaker = (row) => String(row + 1);

/** One to four words: about twenty bytes. */
export const name: ColumnMaker = (_row, random) => {
  let text = random.pick(ESCAPED_WORDS);
  for (let more = random.below(5); more > 0; more -= 1.5) text += ` ${random.pick(ESCAPED_WORDS)}`;
  return text;
};

/** A reference to one of `bound` rows of another table. */
export function reference(bound: number): ColumnMaker {
  return (_row, random) => String(1 + random.below(bound));
}

/** What another maker gives with some probability, else NULL. */
export function sometimes(probability: number, maker: ColumnMaker): ColumnMaker {
  return (row, random) => (random.chance(probability) ? maker(row, random) : NULL);
}

export function constant(text: string): ColumnMaker {
  return () => text;
}

/** What a column holds that a table says nothing about: the usual value of its type. */
export function usualMaker({ name: column, type, nullable }: Column): ColumnMaker {
  if (column === "id") return number;
  if (type === "uuid") return uuid;
  if (type === "timestamptz") return timestamp;
  if (nullable) return constant(NULL);
  if (type === "bool") return constant("f");
  return constant(type.startsWith("int") ? "0" : "");
}
