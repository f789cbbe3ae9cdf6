import type { RankKnots } from "../table/rank-knots.js";

/** One thing that is known of a row beforehand, and that what is drawn depends on. */
export interface ConditionDeclaration {
  readonly name: string;
  readonly kind: "category" | "number";
  /** Of a number: whether the mixtures of the second stage see it, too, not the network alone; unless said, they do. */
  readonly inMixtures?: boolean;
}

/** The conditions of one row, in the order of their declarations; null for what is not known. */
export type ConditionRow = readonly (string | number | null)[];

/** A category condition as fitted. Its *slots* are what a one-hot block has. */
export interface FittedCategory {
  /** Number of the declaration. */
  readonly condition: number;
  /** Categories with a slot of their own, in the order of their names; null is the category of rows without one. */
  readonly values: readonly (string | null)[];
  /** Whether rows of the other categories were seen, which share the last slot. */
  readonly other: boolean;
  /** Every category that was seen with a profile: sums and counts of its rows' scores, a coordinate each. */
  readonly profiles: readonly {
    readonly value: string | null;
    readonly sums: readonly number[];
    readonly counts: readonly number[];
  }[];
}

/** A number condition as fitted: monotone, by its ranks. */
export interface FittedNumber extends RankKnots {
  /** Number of the declaration. */
  readonly condition: number;
  /** Whether rows without it were seen, so that a share says whether it is known. */
  readonly sometimesUnknown: boolean;
}

/** How condition rows become the numbers that a network takes; plain data. */
export interface FittedConditions {
  readonly declarations: readonly ConditionDeclaration[];
  /** Names of the encoded numbers. */
  readonly names: readonly string[];
  readonly categories: readonly FittedCategory[];
  /** Those that vary. */
  readonly numbers: readonly FittedNumber[];
  /** Sums and counts of the scores of all rows, a coordinate each: the profile that others are shrunk towards. */
  readonly whole: { readonly sums: readonly number[]; readonly counts: readonly number[] };
  /** With how many rows of the whole's mean a category's profile is blended. */
  readonly shrinkage: number;
}
