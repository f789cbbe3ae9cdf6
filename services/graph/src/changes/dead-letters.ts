import { topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { PairChange, UnknownPair } from "./changes.repository.js";

/** Rejects a pair of whom the catalogue does not have both; whether it does is known at the end of the epoch. */
export function rejectUnknown(
  pair: Omit<PairChange, "unknown">,
  { kinds, partition, offset }: UnknownPair,
  epoch: number,
  context: PostgresContext,
): void {
  const { artist_a: artistA, artist_b: artistB, weight, first_recording: firstRecording } = pair;
  const key = topics.catalogCollaborations.keyOf({ artistA, artistB });
  const value = {
    artistA,
    artistB,
    weight: weight!,
    firstRecording: firstRecording!,
    kinds: [...(kinds ?? [])],
  };
  const topic = topics.catalogCollaborations.name;
  const record = { key, value, headers: {}, epoch, topic, partition, offset: BigInt(offset) };
  const reason = `the catalogue does not have both artists of ${key}; replay the record when it has`;
  context.reject(record, "GRAPH_UNKNOWN_ARTIST", reason);
}
