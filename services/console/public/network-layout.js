// @ts-check

/** @typedef {import("./api.js").Neighbourhood} Neighbourhood */
/** @typedef {{ x: number, y: number, angle: number }} Spot */

/** Distance of each ring from the middle, in units of the drawing. */
export const RINGS = /** @type {const} */ ([0, 72, 146]);

/**
 * Where every artist of a neighbourhood goes: the one asked for in the middle, collaborators on a
 * ring by community, theirs on a ring outside, each near those it is joined to.
 *
 * @param {Neighbourhood} neighbourhood
 * @returns {Map<string, Spot>}
 */
export function radialLayout({ artist: centre, nodes, edges }) {
  /** @type {Map<string, Spot>} */
  const spots = new Map();
  for (const { artist, ring } of nodes) if (ring === 0) spots.set(artist, { x: 0, y: 0, angle: 0 });
  // A sort is stable: within a community the order stays, which is by how much they recorded.
  const first = nodes
    .filter(({ ring }) => ring === 1)
    .sort((one, other) => (one.community ?? -1) - (other.community ?? -1));
  putOnRing(
    spots,
    first.map(({ artist }) => artist),
    1,
    -Math.PI / 2,
  );
  const wanted = new Map(
    nodes
      .filter(({ ring }) => ring === 2)
      .map(({ artist }) => [artist, meanAngle(artist, centre, edges, spots)]),
  );
  const second = [...wanted.keys()].sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
  putOnRing(spots, second, 2, turn(second, wanted));
  return spots;
}

/** @param {Map<string, Spot>} spots @param {readonly string[]} artists @param {1 | 2} ring @param {number} from */
function putOnRing(spots, artists, ring, from) {
  for (const [i, artist] of artists.entries()) {
    const angle = from + (2 * Math.PI * i) / artists.length;
    spots.set(artist, { x: RINGS[ring] * Math.cos(angle), y: RINGS[ring] * Math.sin(angle), angle });
  }
}

/**
 * The middle of the directions in which an artist's neighbours lie.
 *
 * @param {string} artist
 * @param {string} centre
 * @param {Neighbourhood["edges"]} edges
 * @param {ReadonlyMap<string, Spot>} spots
 */
function meanAngle(artist, centre, edges, spots) {
  let x = 0;
  let y = 0;
  for (const { artistA, artistB } of edges) {
    const other = artistA === artist ? artistB : artistB === artist ? artistA : null;
    const spot = other === null || other === centre ? undefined : spots.get(other);
    if (spot !== undefined) {
      x += Math.cos(spot.angle);
      y += Math.sin(spot.angle);
    }
  }
  return Math.atan2(y, x);
}

/**
 * How far to turn an evenly spaced ring, so that the artists are as near as possible to the angles they want.
 *
 * @param {readonly string[]} artists
 * @param {ReadonlyMap<string, number>} wanted
 */
function turn(artists, wanted) {
  let x = 0;
  let y = 0;
  for (const [i, artist] of artists.entries()) {
    const difference = (wanted.get(artist) ?? 0) - (2 * Math.PI * i) / artists.length;
    x += Math.cos(difference);
    y += Math.sin(difference);
  }
  return Math.atan2(y, x);
}
