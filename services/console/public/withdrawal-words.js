// @ts-check

/** @type {Readonly<Record<string, string>>} */
const WORDS = {
  collaborated: "Recorded together",
  "below-threshold": "Below the threshold",
  "artist-vanished": "Artist gone",
  rejected: "Rejected",
  "no-model": "No model",
};

/**
 * Why a candidate was withdrawn, in words.
 *
 * @param {string | null | undefined} reason as its tombstone says; events that were kept from before have none
 */
export function withdrawalWords(reason) {
  return WORDS[reason ?? ""] ?? "Withdrawn";
}
