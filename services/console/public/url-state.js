// @ts-check

/**
 * What the page shows; it lives in the URL, so that it can be shared and gone back from.
 *
 * @typedef {object} UrlState
 * @property {string | null} pair key `a:b`
 * @property {string | null} artist
 */

const MBID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const MBID_ONLY = new RegExp(`^${MBID}$`);
const PAIR_ONLY = new RegExp(`^${MBID}:${MBID}$`);

/** @param {string} hash @returns {UrlState} */
export function parseUrlState(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const pair = values.get("pair") ?? "";
  const artist = values.get("artist") ?? "";
  return { pair: PAIR_ONLY.test(pair) ? pair : null, artist: MBID_ONLY.test(artist) ? artist : null };
}

/** @param {UrlState} state */
export function linkTo({ pair, artist }) {
  const parts = [pair === null ? "" : `pair=${pair}`, artist === null ? "" : `artist=${artist}`];
  return `#${parts.filter((part) => part !== "").join("&")}`;
}
