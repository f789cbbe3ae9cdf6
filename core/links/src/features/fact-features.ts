import {
  type FactValues,
  careerOverlap,
  popularityGap,
  sameCommunity,
  sameCountry,
  sharedGenres,
} from "../facts/fact-values.js";
import type { LinkFeature } from "./link-feature.js";

/** Features of what is known of the two beside the graph. Facts are those of now, also for pairs of a past window. */
export const FACT_FEATURES = [
  {
    name: "sharedGenres",
    label: "Shared genres",
    definition: "how many of a's genres are genres of b (ten each at most); not known where one has none",
    unit: "genres",
    source: "genres by votes (catalog.artists); shared attributes: Hasan et al. 2006",
    values: ofFacts(sharedGenres),
    transform: "log1p",
    nonNegative: true,
    fitted: true,
    parts: 1,
    reason: (count, facts) =>
      count === 0
        ? "no genre in common"
        : `${count} ${count === 1 ? "genre" : "genres"} in common: ${facts.sharedGenres.join(", ")}`,
  },
  {
    name: "careerOverlap",
    label: "Career overlap",
    definition:
      "years from the later beginning to the earlier end of the two, at least 0; one without a known end counts as active for 60 years; not known where a beginning is not",
    unit: "years",
    source: "begin and end years (catalog.artists): birth and death, or foundation and dissolution",
    values: ofFacts(careerOverlap),
    transform: "sqrt",
    nonNegative: true,
    fitted: true,
    parts: 1,
    reason: (years) =>
      years === 0 ? "not active in the same years" : `${years} years in which both were active`,
  },
  {
    name: "popularityGap",
    label: "Popularity gap",
    definition: "|popularity(a) − popularity(b)| in percentiles; not known where one is not",
    unit: "share of artists",
    source: "popularity (catalog.artists); assortative mixing: Newman 2002",
    values: ofFacts(popularityGap),
    transform: "none",
    nonNegative: false,
    fitted: true,
    parts: 100,
    reason: (gap) => `${Math.round(100 * gap)} percentiles between them in popularity`,
  },
  {
    name: "sameCountry",
    label: "Same country",
    definition: "1 if both are of one country, else 0; not known where one is not",
    unit: "none",
    source: "country (catalog.artists); homophily: McPherson, Smith-Lovin & Cook 2001",
    values: ofFacts(sameCountry),
    transform: "none",
    nonNegative: true,
    fitted: true,
    parts: 1,
    reason: (is) => (is === 1 ? "both of the same country" : "of different countries"),
  },
  {
    name: "sameCommunity",
    label: "Same community",
    definition: "1 if both are in one community of the graph, else 0; not known where one is not",
    unit: "none",
    source: "Louvain communities (graph.artists); Soundarajan & Hopcroft 2012",
    values: ofFacts(sameCommunity),
    transform: "none",
    nonNegative: true,
    // The communities of now were found with the links that a past window holds out: a fit would learn to look them up.
    fitted: false,
    parts: 1,
    reason: (is) =>
      is === 1 ? "both in the same community of the graph" : "in different communities of the graph",
  },
] as const satisfies readonly LinkFeature[];

/** A column of values of facts; not known where there are no facts. */
function ofFacts(write: FactValues): LinkFeature["values"] {
  return ({ artist, count, others }, { facts }, out) => {
    if (facts === null) out.fill(Number.NaN, 0, count);
    else write(facts.columns, artist, others, count, out);
  };
}
