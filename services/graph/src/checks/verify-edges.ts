import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";
import type { ExpectedEdges } from "./expected-graph.js";
import { edgeText, storedEdges } from "./stored-edges.js";

/** Weight and first recording of every edge that the service keeps. */
export async function verifyEdges(operator: Queries, edges: ExpectedEdges): Promise<CheckResult> {
  const textOf = (some: ExpectedEdges): Map<string, string> =>
    new Map([...some].map(([pair, edge]) => [pair, edgeText(edge)]));
  return compare("edges of the graph", textOf(edges), textOf(await storedEdges(operator)));
}
