import { Stream } from "../hash.js";
import { mbid } from "../identifiers.js";
import { type CreditPart, UNKNOWN, VARIOUS_ARTISTS, indexOfId } from "../world/credits.js";
import type { World } from "../world/world.js";
import { type Analysis, analyses } from "./analyses.js";
import { acousticDocument } from "./document.js";
import { acousticProfile } from "./profile.js";

/** Name of the archive without its number and extension: the folder inside it. */
export const ACOUSTIC_ARCHIVE = "acousticbrainz-highlevel-sample-json-20220623";
/** The text of COPYING. */
export const COPYING = "Made-up data: sample of the Interlude project. CC0.\n";

/** One file of the archive. */
export interface AcousticDocument {
  readonly path: string;
  readonly text: string;
}

/**
 * The archive's files in the order of the analyses, then COPYING.
 * @param share of the recordings that were analysed, 0..1
 */
export function* acousticDocuments(world: World, share: number): Generator<AcousticDocument> {
  for (const analysis of analyses(world, share)) yield document(world, analysis);
  yield { path: `${ACOUSTIC_ARCHIVE}/COPYING`, text: COPYING };
}

function document(world: World, analysis: Analysis): AcousticDocument {
  const { index, gid, submission, parts, members } = analysis;
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
