import type { LinkFeature } from "./link-feature.js";

/** Features of when the two last recorded with somebody new. */
export const TIME_FEATURES = [
  {
    // In MusicBrainz recording row ids; 0 if both began a collaboration since the model's date.
    name: "inactivity",
    label: "Inactivity",
    definition:
      "how long before the model's date the quieter of the two last began a collaboration, counted in recordings entered since",
    unit: "recordings",
    source: "recency of activity (Liben-Nowell & Kleinberg 2007 find it to matter)",
    values: (pairs, { recency }, out) => {
      if (recency === null) out.fill(Number.NaN, 0, pairs.count);
      else recency.sinceLink(pairs, "quieter", out);
    },
    // Time is counted from the model's date, and a logarithm would make too much of the pairs that were active since.
    transform: "sqrt",
    nonNegative: false,
    fitted: true,
    reason: (recordings) =>
      recordings === 0
        ? "both have begun a collaboration since the model was trained"
        : `the quieter of the two last began a collaboration ${recordings} recordings before the model's date`,
  },
  {
    // With the one above, it tells a pair of which one is active from one of which both have been silent for as long.
    name: "livelierInactivity",
    label: "Inactivity of the livelier",
    definition:
      "how long before the model's date the livelier of the two last began a collaboration, counted in recordings entered since",
    unit: "recordings",
    source: "recency of activity (Liben-Nowell & Kleinberg 2007 find it to matter)",
    values: (pairs, { recency }, out) => {
      if (recency === null) out.fill(Number.NaN, 0, pairs.count);
      else recency.sinceLink(pairs, "livelier", out);
    },
    transform: "sqrt",
    nonNegative: false,
    fitted: true,
    reason: (recordings) =>
      recordings === 0
        ? "one of the two has begun a collaboration since the model was trained"
        : `the livelier of the two last began a collaboration ${recordings} recordings before the model's date`,
  },
] as const satisfies readonly LinkFeature[];
