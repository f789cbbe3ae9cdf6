import { type SyntheticTrack, isPair, topics } from "@interlude/contracts";
import type { StageContext, StreamRecord } from "@interlude/stage";

/** The records that name a track of a pair and agree with their key; the others are rejected. */
export function acceptTracks(
  records: readonly StreamRecord<SyntheticTrack>[],
  context: Pick<StageContext<unknown>, "reject">,
): StreamRecord<SyntheticTrack>[] {
  return records.filter((record) => {
    const { key, value } = record;
    const { keyOf, parseKey } = topics.syntheticTracks;
    const isOfKey = value === null || (isPair(value) && keyOf(value) === key);
    const good = parseKey(key) !== null && isOfKey;
    if (!good) {
      const reason = `The key ${JSON.stringify(key)} is not two MBIDs in order and a number, or not the value's`;
      context.reject(record, "TRACK_INVALID", reason);
    }
    return good;
  });
}
