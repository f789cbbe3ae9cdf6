// @ts-check
import { contributionList } from "./contributions.js";
import { element, present } from "./dom.js";
import { feedbackSection } from "./feedback.js";
import { artistName, counted, probability, signed } from "./format.js";
import { linkTo } from "./url-state.js";
import { trackVectors } from "./track-vectors.js";

/** @typedef {import("./api.js").CandidateDetail} CandidateDetail */

/**
 * Everything about one candidate.
 *
 * @param {CandidateDetail} detail
 * @returns {Node[]}
 */
export function pairPanel({ candidate, probabilityMeaning, sharedCollaborators, syntheticTracks, feedback }) {
  const { artistA, artistB, nameA, nameB } = candidate;
  const pair = `${artistA}:${artistB}`;
  return present([
    element("p", { class: "pair-heading" }, [
      element("a", { href: linkTo({ pair, artist: artistA }) }, [artistName(nameA, artistA)]),
      element("span", { class: "pair-join", "aria-label": "and" }, ["×"]),
      element("a", { href: linkTo({ pair, artist: artistB }) }, [artistName(nameB, artistB)]),
    ]),
    element("p", { class: "pair-figure" }, [
      element("strong", {}, [probability(candidate.probability)]),
      element("span", { class: "quiet" }, [probabilityMeaning]),
    ]),
    points(candidate.operatingPoints),
    feedbackSection(pair, feedback),
    element("h3", {}, ["Why"]),
    contributionList(candidate.contributions),
    element("p", { class: "quiet arithmetic" }, [arithmetic(candidate)]),
    shared(candidate, sharedCollaborators),
    element("h3", {}, ["What it might sound like"]),
    trackVectors(syntheticTracks, candidate),
    element("p", { class: "quiet provenance" }, [provenance(candidate)]),
  ]);
}

/** @param {readonly string[]} names */
function points(names) {
  if (names.length === 0) return null;
  const items = names.map((name) => element("li", {}, [name]));
  return element("ul", { class: "chips", "aria-label": "Operating points that it passes" }, items);
}

/** @param {CandidateDetail["candidate"]} candidate */
function arithmetic({ intercept, contributions, logit }) {
  const terms = contributions.map(({ contribution }) => signed(contribution)).join(" ");
  return `Log-odds: ${signed(intercept)} at the outset, ${terms}, together ${signed(logit)}.`;
}

/**
 * @param {CandidateDetail["candidate"]} candidate
 * @param {CandidateDetail["sharedCollaborators"]} artists
 */
function shared(candidate, artists) {
  if (artists.length === 0) return null;
  const pair = `${candidate.artistA}:${candidate.artistB}`;
  const items = artists.map(({ artist, name, degree, withA, withB }) => {
    const title =
      `${counted(degree, "collaborator")}; ` +
      `${withA} with ${artistName(candidate.nameA, candidate.artistA)}, ` +
      `${withB} with ${artistName(candidate.nameB, candidate.artistB)}`;
    return element("li", {}, [
      element("a", { href: linkTo({ pair, artist }), title }, [artistName(name, artist)]),
    ]);
  });
  return element("div", {}, [
    element("h3", {}, ["Both have recorded with"]),
    element("ul", { class: "chips" }, items),
  ]);
}

/** @param {CandidateDetail["candidate"]} candidate */
function provenance({ modelId, graphVersion, sinceEpoch, changedEpoch }) {
  const changed = changedEpoch === sinceEpoch ? "" : `, changed in epoch ${changedEpoch}`;
  return `Appeared in epoch ${sinceEpoch}${changed}. Model ${modelId}, graph version ${graphVersion}.`;
}
