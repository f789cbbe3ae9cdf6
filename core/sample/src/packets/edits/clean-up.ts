import type { Edit } from "./edit.js";

const AT_ONCE = 6;

/** Credits that no recording has go, and with them artists whom nothing names any more. */
export const removeUnused: Edit = ({ live }) => {
  for (const id of [...live.unusedCredits].slice(0, AT_ONCE)) {
    const artists = live.credit(id).parts.map((part) => part.artist);
    live.removeCredit(id);
    for (const artist of new Set(artists)) {
      const found = live.artists.get(artist);
      if (found !== undefined && found.complete && found.credits.size === 0) live.removeArtist(artist);
    }
  }
};
