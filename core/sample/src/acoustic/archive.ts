import { recordingRedirect, specialCredit } from "../dump/tables.js";
import { Stream, hash32, randomFor, unit } from "../hash.js";
import { mbid } from "../identifiers.js";
import { type CreditPart, UNKNOWN, VARIOUS_ARTISTS, indexOfId } from "../world/credits.js";
import type { World } from "../world/world.js";
import { acousticDocument } from "./document.js";
import { acousticProfile } from "./profile.js";

/** Name of the archive without its number and extension: the folder inside it. */
export const ACOUSTIC_ARCHIVE = "acousticbrainz-highlevel-sample-json-20220623";

const MAX_SUBMISSIONS = 5;
/** One of so many analysed recordings comes with a document of a recording that MusicBrainz does not have. */
const UNKNOWN_ONE_IN = 150;

/** One file of the archive. */
export interface AcousticDocument {
  readonly path: string;
  readonly text: string;
}

/**
 * The archive's files in their order: the first submissions of all recordings, then the second ones, and so on, then
 * COPYING. A file is named by the MBID that the recording had then, which a merge may since have redirected.
 * @param share of the recordings that were analysed, 0..1
 */
export function* acousticDocuments(world: World, share: number): Generator<AcousticDocument> {
  const { seed, recordings } = world.size;
  for (let submission = 0; submission < MAX_SUBMISSIONS; submission++) {
    for (let index = 0; index < recordings; index++) {
      if (submissions(seed, index, share) <= submission) continue;
      const gid = recordingRedirect(seed, index) ?? mbid(seed, Stream.recordingMbid, index);
      yield document(world, index, gid, submission);
      if (submission > 0 || hash32(seed, Stream.unknownRecordingMbid, index, 5) % UNKNOWN_ONE_IN > 0)
        continue;
      yield document(world, index, mbid(seed, Stream.unknownRecordingMbid, index), submission);
    }
  }
  yield {
    path: `${ACOUSTIC_ARCHIVE}/COPYING`,
    text: "Made-up data: sample of the Interlude project. CC0.\n",
  };
}

/** How many analyses of a recording there are: none, mostly one, at most five. */
function submissions(seed: number, index: number, share: number): number {
  if (unit(seed, Stream.acousticSubmission, index) >= share) return 0;
  const random = randomFor(seed, Stream.acousticSubmission, index);
  return random.chance(0.8) ? 1 : 2 + random.skewedBelow(MAX_SUBMISSIONS - 1, 2);
}

function document(world: World, index: number, gid: string, submission: number): AcousticDocument {
  const credit = world.recordings.credit(index);
  const special = credit.kind === "special";
  const members = special ? [] : [...new Set(world.credits.members(credit.lead, credit.form))];
  const parts = special
    ? specialCredit(world, credit.id).parts
    : world.credits.parts(credit.lead, credit.form);
  const text = acousticDocument({
    seed: world.size.seed,
    recording: index,
    mbid: gid,
    submission,
    parts,
    artistMbids: [...new Set(parts.map((part) => artistMbid(world, part)))],
    profile: acousticProfile(world, index, members, submission),
  });
  return {
    path: `${ACOUSTIC_ARCHIVE}/highlevel/${gid.slice(0, 2)}/${gid[2]}/${gid}-${submission}.json`,
    text,
  };
}

function artistMbid(world: World, part: CreditPart): string {
  if (part.artist === VARIOUS_ARTISTS.id) return VARIOUS_ARTISTS.gid;
  if (part.artist === UNKNOWN.id) return UNKNOWN.gid;
  return mbid(world.size.seed, Stream.artistMbid, indexOfId(part.artist));
}
