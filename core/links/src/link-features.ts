import type { LinkFeature, NameOf, PairInput } from "./link-feature.js";

/** The inputs of the link model, in the order of every feature vector. */
export const LINK_FEATURES = [
  {
    name: "commonNeighbours",
    label: "Shared collaborators",
    description: "how many artists have recorded with both (logarithm of one plus the number)",
    value: ({ counts }) => counts.commonNeighbours,
    transform: "log1p",
    nonNegative: true,
    reason: (count, { sharedNeighbours }, nameOf) => sharedCollaborators(count, sharedNeighbours, nameOf),
  },
  {
    name: "adamicAdar",
    label: "Adamic–Adar",
    description:
      "the same artists, each counting for more the fewer partners it has: a shared duo partner says more than a shared session musician (logarithm of one plus the Adamic–Adar sum)",
    // To two decimals, so that a reader can recompute it; and so that a busy artist's next partner, which moves the
    // term of a common neighbour by some thousandths, does not republish every pair around it.
    value: ({ counts }) => roundToHundredths(counts.adamicAdar),
    transform: "log1p",
    nonNegative: true,
    reason: (sum) =>
      `an Adamic–Adar score of ${sum.toFixed(2)}: shared collaborators who work with few others count most`,
  },
  {
    name: "preferentialAttachment",
    label: "Preferential attachment",
    description:
      "how many partners the two have between them, multiplied: busy artists meet more people by chance (logarithm of one plus the product)",
    value: ({ counts }) => counts.preferentialAttachment,
    transform: "log1p",
    nonNegative: false,
    reason: (_product, { degreeA, degreeB }) => `${degreeA} and ${degreeB} collaborators of their own`,
  },
  {
    // Recency: MusicBrainz recording row ids between the last first recording of the quieter artist and the model's
    // date; 0 if both began a collaboration since.
    name: "inactivity",
    label: "Inactivity",
    description:
      "how long ago the quieter of the two last began a collaboration, counted in recordings entered since (square root)",
    value: ({ a, b, recency }) => recency.sinceLastLink(a, b),
    transform: "sqrt",
    nonNegative: false,
    reason: (recordings) =>
      recordings === 0
        ? "both have begun a collaboration since the model was trained"
        : `the quieter of the two last began a collaboration ${recordings} recordings before the model's date`,
  },
] as const satisfies readonly LinkFeature[];

/** Name of a feature of this build. */
export type FeatureName = (typeof LINK_FEATURES)[number]["name"];

/** Feature values of a pair by name. */
export type PairFeatures = Readonly<Record<FeatureName, number>>;

/** Length of a feature vector. */
export const FEATURE_COUNT = LINK_FEATURES.length;

/** Names of the features, in their order. */
export const FEATURE_NAMES: readonly FeatureName[] = LINK_FEATURES.map(({ name }) => name);

/** Writes the feature values of a pair to `out`, in the order of `LINK_FEATURES`. */
export function featuresOf(pair: PairInput, out: Float64Array): Float64Array {
  for (let j = 0; j < FEATURE_COUNT; j += 1) out[j] = LINK_FEATURES[j]!.value(pair);
  return out;
}

/** Feature values in the order of `LINK_FEATURES`, by name. */
export function namedFeatures(values: ArrayLike<number>): PairFeatures {
  return Object.fromEntries(FEATURE_NAMES.map((name, j) => [name, values[j]!])) as Record<
    FeatureName,
    number
  >;
}

/** Writes what the regression sees of feature values to `out[offset …]`. */
export function transformFeatures(values: ArrayLike<number>, out: Float64Array, offset = 0): Float64Array {
  for (let j = 0; j < FEATURE_COUNT; j += 1) {
    const value = values[j]!;
    out[offset + j] = LINK_FEATURES[j]!.transform === "log1p" ? Math.log1p(value) : Math.sqrt(value);
  }
  return out;
}

function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function sharedCollaborators(count: number, mbids: readonly string[], nameOf: NameOf): string {
  const names = mbids.map((mbid) => nameOf(mbid) || mbid);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
  if (count === 1) return `1 shared collaborator, ${listed}`;
  return `${count} shared collaborators, ${count > names.length ? "among them " : ""}${listed}`;
}
