import type { LinkFeature } from "./link-feature.js";

/** Features of how many artists each of the two recorded with. */
export const DEGREE_FEATURES = [
  {
    name: "preferentialAttachment",
    label: "Preferential attachment",
    definition: "degree(a) · degree(b)",
    unit: "artists squared",
    source: "Barabási & Albert 1999",
    values: ({ count, degrees, otherDegrees }, _world, out) => {
      for (let i = 0; i < count; i += 1) out[i] = degrees[i]! * otherDegrees[i]!;
    },
    transform: "log1p",
    nonNegative: false,
    fitted: true,
    parts: 1,
    alwaysPublished: true,
    reason: (_product, { degreeA, degreeB }) => `${degreeA} and ${degreeB} collaborators of their own`,
  },
  {
    name: "degreeSum",
    label: "Sum of degrees",
    definition: "degree(a) + degree(b)",
    unit: "artists",
    source: "with preferential attachment, says how unequal the two are",
    values: ({ count, degrees, otherDegrees }, _world, out) => {
      for (let i = 0; i < count; i += 1) out[i] = degrees[i]! + otherDegrees[i]!;
    },
    transform: "log1p",
    nonNegative: false,
    fitted: true,
    parts: 1,
    reason: (sum) => `${sum} collaborators together`,
  },
  {
    name: "newcomer",
    label: "Newcomer",
    definition: "1 if one of the two has no partner yet, else 0",
    unit: "none",
    source: "cold start: no sum over neighbours can say anything",
    values: ({ count, degrees, otherDegrees }, _world, out) => {
      for (let i = 0; i < count; i += 1) out[i] = degrees[i] === 0 || otherDegrees[i] === 0 ? 1 : 0;
    },
    transform: "none",
    nonNegative: false,
    fitted: true,
    parts: 1,
    isApart: true,
    reason: (is) => (is === 1 ? "one of the two has no collaborator yet" : "both have collaborators"),
  },
] as const satisfies readonly LinkFeature[];
