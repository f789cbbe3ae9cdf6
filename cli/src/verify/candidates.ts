import type { CandidateCollaboration, GraphArtist } from "@interlude/contracts";
import { allCandidates, candidateRecord } from "@interlude/core-links";
import { canonical } from "./canonical.js";
import { type Finding, compare } from "./finding.js";
import type { LinkModelInUse } from "./models.js";
import type { Truth } from "./truth.js";

/** Every candidate, field by field, as the newest model finds them on the recomputed graph. */
export function verifyCandidates(
  truth: Truth,
  inUse: LinkModelInUse | null,
  artists: ReadonlyMap<string, GraphArtist>,
  published: ReadonlyMap<string, CandidateCollaboration>,
): Finding {
  const expected = new Map<string, string>();
  if (inUse !== null && inUse.threshold !== null) {
    const { model, threshold } = inUse;
    const nameOf = (mbid: string): string => artists.get(mbid)?.name ?? "";
    for (const candidate of allCandidates(truth.graph.adjacency, model, threshold)) {
      const record = candidateRecord(candidate, model, nameOf);
      expected.set(`${record.artistA}:${record.artistB}`, canonical(record));
    }
  }
  const actual = new Map(
    [...published].map(([pair, candidate]) => [pair, canonical({ ...candidate, graphVersion: undefined })]),
  );
  return compare("candidates on the topic", expected, actual);
}
