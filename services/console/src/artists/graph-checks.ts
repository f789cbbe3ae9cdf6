import { type GraphArtist, type GraphDelta, isPair, topics } from "@interlude/contracts";
import type { StageContext, StreamRecord } from "@interlude/stage";

type Reject = Pick<StageContext<unknown>, "reject">;

/** The deltas in their order; one that names no pair or has no weight is rejected. */
export function acceptDeltas(records: readonly StreamRecord<GraphDelta>[], context: Reject): GraphDelta[] {
  const accepted: GraphDelta[] = [];
  for (const record of records) {
    const delta = record.value;
    if (delta?.kind === "snapshotEnd") {
      accepted.push(delta);
    } else if (delta === null || !isPair(delta)) {
      context.reject(record, "DELTA_INVALID", "The delta does not name two artists by their MBIDs, in order");
    } else if (delta.kind !== "edgeRemoved" && !(delta.weight > 0)) {
      context.reject(record, "DELTA_INVALID", `The weight ${delta.weight} of an edge must be above 0`);
    } else {
      accepted.push(delta);
    }
  }
  return accepted;
}

/** The records that name an artist and agree with their key; the others are rejected. */
export function acceptArtists(
  records: readonly StreamRecord<GraphArtist>[],
  context: Reject,
): StreamRecord<GraphArtist>[] {
  return records.filter((record) => {
    const { key, value } = record;
    const good = topics.graphArtists.parseKey(key) !== null && (value === null || value.artist === key);
    if (!good) {
      const reason = `The key ${JSON.stringify(key)} is no MBID, or the value is about another artist`;
      context.reject(record, "ARTIST_INVALID", reason);
    }
    return good;
  });
}
