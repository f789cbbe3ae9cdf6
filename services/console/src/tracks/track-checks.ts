import type { SyntheticTrack } from "@interlude/contracts";
import type { StageContext, StreamRecord } from "@interlude/stage";
import { parseTrackKey } from "../identity.js";

/** The records that name a track of a pair and agree with their key; the others are set aside. */
export function acceptTracks(
  records: readonly StreamRecord<SyntheticTrack>[],
  context: Pick<StageContext<unknown>, "reject">,
): StreamRecord<SyntheticTrack>[] {
  return records.filter((record) => {
    const { key, value } = record;
    const named = value === null ? key : `${value.artistA}:${value.artistB}:${value.sample}`;
    const good = parseTrackKey(key) !== null && named === key;
    if (!good) {
      const reason = `The key ${JSON.stringify(key)} is not two MBIDs in order and a number, or not the value's`;
      context.reject(record, "TRACK_INVALID", reason);
    }
    return good;
  });
}
