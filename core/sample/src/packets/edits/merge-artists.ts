import type { LiveWorld } from "../live-world.js";
import { type Edit, type EditContext, findArtist } from "./edit.js";

/** Artists with more recordings are not merged away: packets stay of a size. */
const MAX_RECORDINGS = 12;

/**
 * Two entries of one artist become one. As MusicBrainz does it: credits are not edited but replaced (the new one found
 * or inserted, recordings re-pointed, the old one redirected and deleted), then the old artist goes and its MBID
 * redirects.
 */
export const mergeArtists: Edit = (context) => {
  const { live } = context;
  const from = findArtist(context, (artist) => canBeMerged(live, artist));
  if (from === null) return;
  const into = mergeTarget(context, from);
  if (into === null) return;
  for (const credit of live.artist(from).credits.list()) replaceCredit(live, { credit, from, into });
  live.relink(from, into);
  live.redirects.repoint("artist", from, into);
  const gid = live.artist(from).row["gid"] as string;
  live.forgetArtist(from);
  live.redirects.add("artist", { gid, target: into, created: live.now });
};

function canBeMerged(live: LiveWorld, artist: number): boolean {
  const { complete, credits } = live.artist(artist);
  if (!complete) return false;
  let recordings = 0;
  for (const id of credits) {
    const credit = live.credit(id);
    if (!live.isComplete(credit)) return false;
    recordings += credit.recordings.size;
  }
  return recordings <= MAX_RECORDINGS;
}

function mergeTarget(context: EditContext, from: number): number | null {
  const { live, random } = context;
  const peer = live.artistsOfScene.get(live.artist(from).scene)?.pick(random);
  if (peer !== undefined && peer !== from) return peer;
  return findArtist(context, (artist) => artist !== from);
}

function replaceCredit(live: LiveWorld, merge: { credit: number; from: number; into: number }): void {
  const { credit, from, into } = merge;
  const old = live.credit(credit);
  const parts = old.parts.map((part) => (part.artist === from ? { ...part, artist: into } : part));
  const replacement = live.findOrAddCredit(parts);
  for (const recording of old.recordings) live.recredit(recording, replacement);
  live.redirects.repoint("artist_credit", credit, replacement);
  const gid = old.row["gid"] as string;
  live.forgetCredit(credit);
  live.redirects.add("artist_credit", { gid, target: replacement, created: live.now });
}
