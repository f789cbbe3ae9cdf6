import { pairKey } from "@interlude/contracts";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";
import type { ExpectedEdges } from "./expected-graph.js";

interface EdgeRow {
  readonly artistA: string;
  readonly artistB: string;
  readonly weight: number;
  readonly firstRecording: number;
}

/** Weight and first recording of every edge that the service keeps. */
export async function verifyEdges(operator: Queries, edges: ExpectedEdges): Promise<CheckResult> {
  const expected = new Map(
    [...edges].map(([pair, { weight, firstRecording }]) => [pair, `${weight} since ${firstRecording}`]),
  );
  const actual = new Map<string, string>();
  for await (const { artistA, artistB, weight, firstRecording } of operator.stream<EdgeRow>(
    `select artist_a as "artistA", artist_b as "artistB", weight, first_recording as "firstRecording"
     from graph.edges`,
  )) {
    actual.set(pairKey(artistA, artistB), `${weight} since ${firstRecording}`);
  }
  return compare("edges of the graph", expected, actual);
}
