import type { Edit } from "./edit.js";

const AT_ONCE = 6;

/** Credits that no recording has go, and with them artists whom nothing names any more. */
export const removeUnused: Edit = ({ live }) => {
  for (const id of [...live.unusedCredits].slice(0, AT_ONCE)) {
    const { members } = live.credit(id);
    live.removeCredit(id);
    for (const artist of members) {
      const { complete, credits } = live.artist(artist);
      if (complete && credits.size === 0) live.removeArtist(artist);
    }
  }
};
