import type { Random } from "../../hash.js";
import type { LiveCredit, LiveWorld } from "../live-world.js";

/** What an editor of the sample world works with. */
export interface EditContext {
  readonly live: LiveWorld;
  readonly random: Random;
}

/**
 * One edit: what MusicBrainz does in one transaction. It journals nothing if the world has nothing suitable to edit.
 */
export type Edit = (context: EditContext) => void;

/** How often an edit looks for something suitable before it gives up. */
export const TRIES = 25;

/** How many recordings of the live world name both artists. */
export function jointRecordings(live: LiveWorld, one: number, other: number): number {
  let recordings = 0;
  for (const id of live.artist(one).credits) {
    if (live.artist(other).credits.has(id)) recordings += live.credit(id).recordings.size;
  }
  return recordings;
}

/** A recording drawn at random with its credit, until one suits; null if none did. */
export function findRecording(
  { live, random }: EditContext,
  suits: (credit: LiveCredit, recording: number) => boolean,
): number | null {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const recording = live.recordingIds.pick(random);
    if (recording !== undefined && suits(live.creditOf(recording), recording)) return recording;
  }
  return null;
}

/** An artist drawn in proportion to its recordings, until one suits; null if none did. */
export function findArtist(context: EditContext, suits: (artist: number) => boolean): number | null {
  const { random } = context;
  let found: number | null = null;
  findRecording(context, (credit) => {
    if (credit.members.length === 0) return false;
    const member = random.pick(credit.members);
    if (!suits(member)) return false;
    found = member;
    return true;
  });
  return found;
}
