// @ts-check
import { element } from "./dom.js";
import { label, signed } from "./format.js";

/** @typedef {import("./api.js").CandidateItem["contributions"]} Contributions */

/**
 * Labels of the link features. A test compares them with those of core/links.
 *
 * @type {Record<string, string>}
 */
export const FEATURE_LABELS = {
  commonNeighbours: "Shared collaborators",
  adamicAdar: "Adamic–Adar",
  resourceAllocation: "Resource allocation",
  resourceAllocationPlain: "Resource allocation, plain",
  localCommunity: "Links among shared collaborators",
  jaccard: "Jaccard",
  preferentialAttachment: "Preferential attachment",
  degreeSum: "Sum of degrees",
  newcomer: "Newcomer",
  threeStepPaths: "Paths of length three",
  threeStepSimilarity: "Paths of length three, for their ends",
  shortestPath: "Shortest path",
  threeSteps: "Distance three",
  fourStepsOrMore: "Distance four or more",
  attachmentApart: "Preferential attachment without shared collaborators",
  degreeSumApart: "Sum of degrees without shared collaborators",
  inactivity: "Inactivity",
  livelierInactivity: "Inactivity of the livelier",
  embeddingCosine: "Cosine of embeddings",
  sharedGenres: "Shared genres",
  careerOverlap: "Career overlap",
  popularityGap: "Popularity gap",
  sameCountry: "Same country",
  sameCommunity: "Same community",
};

/**
 * A feature's label; of one that a newer build than this page's published, its name.
 *
 * @param {string} feature
 */
function featureName(feature) {
  return FEATURE_LABELS[feature] ?? label(feature);
}

/**
 * One bar each side of a line: what speaks for, to the right; what speaks against, to the left.
 *
 * @param {number} value
 * @param {number} scale the largest absolute value that is shown
 */
export function divergingBar(value, scale) {
  const bar = element("span", { class: value < 0 ? "bar-fill negative" : "bar-fill" });
  bar.style.width = `${scale === 0 ? 0 : (Math.abs(value) / scale) * 50}%`;
  return element("span", { class: "bar diverging", "aria-hidden": "true" }, [bar]);
}

/**
 * A candidate's contributions as a glance, with what speaks most for it in words.
 *
 * @param {Contributions} contributions
 */
export function contributionGlance(contributions) {
  const scale = largest(contributions);
  const strongest = [...contributions].sort((one, other) => other.contribution - one.contribution)[0];
  const bars = contributions.map(({ feature, contribution }) => {
    const bar = divergingBar(contribution, scale);
    bar.title = `${featureName(feature)} ${signed(contribution)}`;
    return bar;
  });
  return element("div", { class: "glance" }, [
    element("span", { class: "glance-bars" }, bars),
    element("span", { class: "glance-reason" }, [strongest?.reason ?? ""]),
  ]);
}

/**
 * Each contribution with its sentence.
 *
 * @param {Contributions} contributions
 */
export function contributionList(contributions) {
  const scale = largest(contributions);
  const items = contributions.map(({ feature, contribution, reason }) =>
    element("li", {}, [
      element("div", { class: "contribution-head" }, [
        element("span", {}, [featureName(feature)]),
        element("span", { class: "number" }, [signed(contribution)]),
      ]),
      divergingBar(contribution, scale),
      element("p", { class: "quiet" }, [reason]),
    ]),
  );
  return element("ul", { class: "contributions" }, items);
}

/** @param {Contributions} contributions */
function largest(contributions) {
  return Math.max(0, ...contributions.map(({ contribution }) => Math.abs(contribution)));
}
