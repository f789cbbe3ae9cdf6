import { recordingRedirect, specialCredit } from "../dump/tables.js";
import { Stream, hash32, randomFor, unit } from "../hash.js";
import { mbid } from "../identifiers.js";
import type { CreditPart } from "../world/credits.js";
import type { World } from "../world/world.js";

const MAX_SUBMISSIONS = 5;
/** One of so many analysed recordings comes with an analysis of a recording that MusicBrainz does not have. */
const UNKNOWN_ONE_IN = 150;

/** One analysis that somebody submitted to AcousticBrainz. */
export interface Analysis {
  /** Index of the recording. */
  readonly index: number;
  /** The MBID that the recording had then, which a merge may since have redirected. */
  readonly gid: string;
  /** Offset of the submission among those of the MBID, from 0. */
  readonly submission: number;
  /** Credit of the recording. */
  readonly parts: readonly CreditPart[];
  /** Indexes of the credited artists, the leader first; none for a credit without a known artist. */
  readonly members: readonly number[];
}

/**
 * All analyses, the first submissions of all recordings before the second ones, and so on.
 * @param share of the recordings that were analysed, 0..1
 */
export function* analyses(world: World, share: number): Generator<Analysis> {
  const { seed, recordings } = world.size;
  for (let submission = 0; submission < MAX_SUBMISSIONS; submission++) {
    for (let index = 0; index < recordings; index++) {
      if (submissions(seed, index, share) <= submission) continue;
      const gid = recordingRedirect(seed, index) ?? mbid(seed, Stream.recordingMbid, index);
      const credit = creditOf(world, index);
      yield { index, gid, submission, ...credit };
      if (submission > 0 || hash32(seed, Stream.unknownRecordingMbid, index, 5) % UNKNOWN_ONE_IN > 0)
        continue;
      yield { index, gid: mbid(seed, Stream.unknownRecordingMbid, index), submission, ...credit };
    }
  }
}

/** How many analyses of a recording there are: none, mostly one, at most five. */
function submissions(seed: number, index: number, share: number): number {
  if (unit(seed, Stream.acousticSubmission, index) >= share) return 0;
  const random = randomFor(seed, Stream.acousticSubmission, index);
  return random.chance(0.8) ? 1 : 2 + random.skewedBelow(MAX_SUBMISSIONS - 1, 2);
}

function creditOf(world: World, index: number): Pick<Analysis, "parts" | "members"> {
  const credit = world.recordings.credit(index);
  if (credit.kind === "special") return { parts: specialCredit(world, credit.id).parts, members: [] };
  return {
    parts: world.credits.parts(credit.lead, credit.form),
    members: [...new Set(world.credits.members(credit.lead, credit.form))],
  };
}
