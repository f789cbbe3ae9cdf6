import { type CandidateCollaboration, type LinkModelCard, topics } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import type { Recording } from "@interlude/infra-testing";
import { expect } from "vitest";
import { scoringRules, verifyKnownPairs, verifyScoringTopics } from "../checks/index.js";
import type { GraphStage } from "./graph-stage.js";

/**
 * What always holds of the tables: the rules of `validate`; known pairs are the edges, each with its score; the topic has the
 * candidates that are stored, and only what was published is withdrawn, with a reason.
 */
export async function expectConsistent(
  database: Database,
  stage: GraphStage,
  { published }: Recording,
): Promise<void> {
  for (const { name, check } of scoringRules) {
    expect([name, await database.query(check as string)]).toEqual([name, []]);
  }
  const { catalogue } = stage;
  expect(await verifyKnownPairs(database, stage.graph, { catalogue, artists: new Map() })).toMatchObject({
    differences: 0,
    examples: [],
  });
  const candidates = new Map<string, CandidateCollaboration>();
  for (const { topic, key, value, headers } of published) {
    if (topic !== topics.candidates.name) continue;
    if (value !== null) {
      candidates.set(key, value as CandidateCollaboration);
      continue;
    }
    expect(candidates.delete(key)).toBe(true);
    expect(headers).toEqual({ "withdrawal-reason": expect.any(String) });
  }
  const [onTopic] = await verifyScoringTopics(database, {
    candidates,
    models: new Map<string, LinkModelCard>(),
  });
  expect(onTopic).toMatchObject({ differences: 0, examples: [] });
}
