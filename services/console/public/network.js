// @ts-check
import { drawing, element, present } from "./dom.js";
import { artistName, counted, probability, shortened } from "./format.js";
import { RINGS, radialLayout } from "./network-layout.js";
import { linkTo } from "./url-state.js";

/** @typedef {import("./api.js").Neighbourhood} Neighbourhood */
/** @typedef {Neighbourhood["nodes"][number]} NetworkNode */
/** @typedef {import("./network-layout.js").Spot} Spot */

const HALF = 240;
/** Characters that fit between the rings, and outside. */
const LABEL_LENGTHS = { inner: 11, outer: 15 };

/**
 * An artist's neighbourhood as a drawing, and as a list for readers who do not see it.
 *
 * @param {Neighbourhood} neighbourhood
 * @param {string | null} pair stays selected when an artist is followed
 * @returns {Node[]}
 */
export function networkPanel(neighbourhood, pair) {
  const { nodes, candidates, truncated } = neighbourhood;
  const centre = nodes.find(({ ring }) => ring === 0);
  if (centre === undefined) return [];
  const collaborators = nodes.filter(({ ring }) => ring === 1).length;
  const communities = circles(nodes);
  const shown = truncated ? `; the ${collaborators} closest are shown` : "";
  const groups = communities > 1 ? ` in ${communities} circles` : "";
  return present([
    element("p", { class: "network-name" }, [artistName(centre.name, centre.artist)]),
    element("p", { class: "quiet" }, [`${counted(centre.degree, "collaborator")}${groups}${shown}`]),
    drawNetwork(neighbourhood, pair),
    candidates.length === 0
      ? null
      : element("p", { class: "quiet key" }, [
          element("span", { class: "key-line", "aria-hidden": "true" }),
          "could collaborate, as a candidate says",
        ]),
    asList(neighbourhood, pair),
  ]);
}

/**
 * Number of communities of which at least two collaborators are shown.
 *
 * @param {readonly NetworkNode[]} nodes
 */
function circles(nodes) {
  const sizes = new Map();
  for (const { ring, community } of nodes)
    if (ring === 1 && community !== null) sizes.set(community, (sizes.get(community) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1).length;
}

/** @param {Neighbourhood} neighbourhood @param {string | null} pair */
function drawNetwork(neighbourhood, pair) {
  const { nodes, edges, candidates } = neighbourhood;
  const spots = radialLayout(neighbourhood);
  const likely = new Map(candidates.map((candidate) => [candidate.artist, candidate.probability]));
  const heaviest = Math.max(1, ...edges.map(({ weight }) => weight));
  return drawing(
    "svg",
    {
      class: "network",
      viewBox: `${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`,
      role: "group",
      "aria-label": "Network",
    },
    [
      ...RINGS.slice(1).map((r) => drawing("circle", { class: "orbit", r })),
      ...edges.map((edge) => drawEdge(edge, spots, heaviest)),
      ...candidates.map(({ artist }) => drawCandidate(spots.get(artist))),
      ...nodes
        .map((node) => drawNode(node, spots.get(node.artist), likely.get(node.artist), pair))
        .toReversed(),
    ],
  );
}

/** @param {Neighbourhood["edges"][number]} edge @param {Map<string, Spot>} spots @param {number} heaviest */
function drawEdge({ artistA, artistB, weight }, spots, heaviest) {
  const [a, b] = [spots.get(artistA), spots.get(artistB)];
  if (a === undefined || b === undefined) return null;
  const share = Math.log1p(weight) / Math.log1p(heaviest);
  return drawing("line", {
    class: "edge",
    x1: a.x.toFixed(1),
    y1: a.y.toFixed(1),
    x2: b.x.toFixed(1),
    y2: b.y.toFixed(1),
    "stroke-width": (0.6 + 2 * share).toFixed(2),
    "stroke-opacity": (0.25 + 0.5 * share).toFixed(2),
  });
}

/** @param {Spot | undefined} spot */
function drawCandidate(spot) {
  return spot === undefined
    ? null
    : drawing("line", { class: "candidate-edge", x2: spot.x.toFixed(1), y2: spot.y.toFixed(1) });
}

/**
 * @param {NetworkNode} node
 * @param {Spot | undefined} spot
 * @param {number | undefined} likelihood
 * @param {string | null} pair
 */
function drawNode({ artist, name, degree, ring, community }, spot, likelihood, pair) {
  if (spot === undefined) return null;
  const radius = ring === 0 ? 9 : 2.5 + 1.6 * Math.log1p(degree) ** 0.8;
  const full = artistName(name, artist);
  const fact =
    likelihood === undefined ? counted(degree, "collaborator") : `candidate, ${probability(likelihood)}`;
  const kind = likelihood === undefined ? `ring-${ring}` : "candidate";
  return drawing(
    "a",
    {
      href: linkTo({ pair, artist }),
      class: `node ${kind} tint-${(community ?? 0) % 2}`,
      transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
      "aria-label": `${full}: ${fact}`,
    },
    [
      drawing("title", {}, [`${full}: ${fact}`]),
      drawing("circle", { r: radius.toFixed(1) }),
      nodeLabel(full, spot, ring, radius),
    ],
  );
}

/** @param {string} name @param {Spot} spot @param {number} ring @param {number} radius */
function nodeLabel(name, spot, ring, radius) {
  if (ring === 0) return null;
  const flipped = Math.cos(spot.angle) < -1e-9;
  const degrees = (spot.angle * 180) / Math.PI + (flipped ? 180 : 0);
  const gap = radius + 4;
  return drawing(
    "text",
    {
      transform: `rotate(${degrees.toFixed(1)})`,
      x: flipped ? -gap : gap,
      dy: "0.35em",
      "text-anchor": flipped ? "end" : "start",
    },
    [shortened(name, ring === 1 ? LABEL_LENGTHS.inner : LABEL_LENGTHS.outer)],
  );
}

/** @param {Neighbourhood} neighbourhood @param {string | null} pair */
function asList({ nodes, candidates }, pair) {
  const likely = new Map(candidates.map((candidate) => [candidate.artist, candidate.probability]));
  const items = nodes.slice(1).map(({ artist, name, degree }) => {
    const likelihood = likely.get(artist);
    const fact =
      likelihood === undefined ? counted(degree, "collaborator") : `candidate, ${probability(likelihood)}`;
    return element("li", {}, [
      element("a", { href: linkTo({ pair, artist }) }, [artistName(name, artist)]),
      element("span", { class: "quiet" }, [` ${fact}`]),
    ]);
  });
  return element("details", {}, [
    element("summary", {}, ["The same as a list"]),
    element("ul", { class: "plain-list" }, items),
  ]);
}
