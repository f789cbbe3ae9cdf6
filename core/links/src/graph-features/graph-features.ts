import type { PairPaths } from "./path-sums.js";

/** One input of the model that an edge list alone gives: of a pair that is not joined, symmetric in its ends. */
export interface GraphFeature {
  readonly name: string;
  /** Heading for people. */
  readonly label: string;
  readonly definition: string;
  readonly unit: string;
  /** Who proposed it. */
  readonly source: string;
  readonly value: (paths: PairPaths) => number;
  /** What the regression sees of a value: counts and sums are heavy-tailed. */
  readonly transform: (value: number) => number;
  /** Held at or above zero: these say nearly the same, and a free fit would turn some of them negative. */
  readonly nonNegative: boolean;
}

/** Below this a sum of shares is as good as none; its logarithm must end somewhere. */
const LEAST_SHARE = 1e-3;
const logShare = (value: number): number => Math.log(value + LEAST_SHARE);
const same = (value: number): number => value;

/**
 * The inputs of the model that `evaluate links` fits, in the order of its vectors. Every one of them can change only for
 * pairs with an end that `dirtyArtists` of core/graph marks: a path of length two or three through an edge that came
 * or went has an end among its ends and their neighbours, and so has a path through one of its ends.
 */
export const GRAPH_FEATURES: readonly GraphFeature[] = [
  {
    name: "commonNeighbours",
    label: "Common neighbours",
    definition: "|N(a) ∩ N(b)|",
    unit: "artists",
    source: "Newman 2001",
    value: ({ commonNeighbours }) => commonNeighbours,
    transform: Math.log1p,
    nonNegative: true,
  },
  {
    name: "adamicAdar",
    label: "Adamic–Adar",
    definition: "Σ 1/ln(degree(u)) over the common neighbours u",
    unit: "none",
    source: "Adamic & Adar 2003",
    value: ({ adamicAdar }) => adamicAdar,
    transform: Math.log1p,
    nonNegative: true,
  },
  {
    name: "resourceAllocation",
    label: "Resource allocation",
    definition: "Σ 1/degree(u) over the common neighbours u",
    unit: "none",
    source: "Zhou, Lü & Zhang 2009",
    value: ({ resourceAllocation }) => resourceAllocation,
    transform: logShare,
    nonNegative: true,
  },
  {
    name: "resourceAllocationPlain",
    label: "Resource allocation, plain",
    definition: "the same sum as it is, which tells high sums apart where the logarithm tells low ones",
    unit: "none",
    source: "Zhou, Lü & Zhang 2009",
    value: ({ resourceAllocation }) => resourceAllocation,
    transform: same,
    nonNegative: true,
  },
  {
    name: "localCommunity",
    label: "Links among the common neighbours",
    definition:
      "Σ (how many other common neighbours u is joined to) / degree(u) over the common neighbours u",
    unit: "none",
    source: "Cannistraci, Alanis-Lobato & Ravasi 2013 (CAR-based resource allocation)",
    value: ({ localCommunity }) => localCommunity,
    transform: same,
    nonNegative: true,
  },
  {
    name: "jaccard",
    label: "Jaccard",
    definition: "|N(a) ∩ N(b)| / |N(a) ∪ N(b)|",
    unit: "share",
    source: "Jaccard 1901",
    value: ({ degreeA, degreeB, commonNeighbours }) =>
      ratio(commonNeighbours, degreeA + degreeB - commonNeighbours),
    transform: Math.sqrt,
    nonNegative: true,
  },
  {
    name: "preferentialAttachment",
    label: "Preferential attachment",
    definition: "degree(a) · degree(b)",
    unit: "artists squared",
    source: "Barabási & Albert 1999",
    value: ({ degreeA, degreeB }) => degreeA * degreeB,
    transform: Math.log1p,
    nonNegative: false,
  },
  {
    name: "degreeSum",
    label: "Sum of degrees",
    definition: "degree(a) + degree(b)",
    unit: "artists",
    source: "with preferential attachment, says how unequal the two are",
    value: ({ degreeA, degreeB }) => degreeA + degreeB,
    transform: Math.log1p,
    nonNegative: false,
  },
  {
    name: "threeStepPaths",
    label: "Paths of length three",
    definition: "Σ 1/√(degree(u) · degree(v)) over the paths a–u–v–b",
    unit: "none",
    source: "Kovács et al. 2019 (L3); local paths: Lü, Jin & Zhou 2009",
    value: ({ threeStepPaths }) => threeStepPaths,
    transform: logShare,
    nonNegative: true,
  },
  {
    name: "threeStepSimilarity",
    label: "Paths of length three, for their ends",
    definition: "threeStepPaths / √(degree(a) · degree(b))",
    unit: "none",
    source: "Kovács et al. 2019, normalised as Salton's cosine",
    value: ({ degreeA, degreeB, threeStepPaths }) => ratio(threeStepPaths, Math.sqrt(degreeA * degreeB)),
    transform: same,
    nonNegative: true,
  },
  {
    name: "threeSteps",
    label: "Distance three",
    definition: "1 if the shortest path has length three, else 0",
    unit: "none",
    source: "shortest path length (Liben-Nowell & Kleinberg 2007), capped at four: one of two indicators",
    value: ({ commonNeighbours, threeStepPaths }) => Number(commonNeighbours === 0 && threeStepPaths > 0),
    transform: same,
    nonNegative: false,
  },
  {
    name: "fourStepsOrMore",
    label: "Distance four or more",
    definition: "1 if the shortest path is longer than three or there is none, else 0",
    unit: "none",
    source: "shortest path length (Liben-Nowell & Kleinberg 2007), capped at four: one of two indicators",
    value: ({ commonNeighbours, threeStepPaths }) => Number(commonNeighbours === 0 && threeStepPaths === 0),
    transform: same,
    nonNegative: false,
  },
  {
    name: "attachmentApart",
    label: "Preferential attachment without common neighbours",
    definition: "ln(1 + degree(a) · degree(b)) if the two have no common neighbour, else 0",
    unit: "none",
    source: "interaction of preferential attachment and distance",
    value: ({ degreeA, degreeB, commonNeighbours }) =>
      commonNeighbours === 0 ? Math.log1p(degreeA * degreeB) : 0,
    transform: same,
    nonNegative: false,
  },
  {
    name: "degreeSumApart",
    label: "Sum of degrees without common neighbours",
    definition: "ln(1 + degree(a) + degree(b)) if the two have no common neighbour, else 0",
    unit: "none",
    source: "interaction of the sum of degrees and distance",
    value: ({ degreeA, degreeB, commonNeighbours }) =>
      commonNeighbours === 0 ? Math.log1p(degreeA + degreeB) : 0,
    transform: same,
    nonNegative: false,
  },
  {
    name: "newcomer",
    label: "Newcomer",
    definition: "1 if one of the two has no partner yet, else 0",
    unit: "none",
    source: "cold start: none of the sums above can say anything",
    value: ({ degreeA, degreeB }) => Number(degreeA === 0 || degreeB === 0),
    transform: same,
    nonNegative: false,
  },
];

/** Writes what the regression sees of a pair to `out[offset …]`. */
export function writeFeatures(paths: PairPaths, out: Float64Array, offset = 0): void {
  for (let j = 0; j < GRAPH_FEATURES.length; j += 1) {
    const { value, transform } = GRAPH_FEATURES[j]!;
    out[offset + j] = transform(value(paths));
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
