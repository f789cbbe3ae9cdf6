import { deadLetterTopics } from "@interlude/contracts";
import type { EventLog } from "../log/event-log.js";
import { requireSameStream, streamIdentity } from "../log/stream-identity.js";
import { checkLayouts } from "../log/topic-layout.js";
import { notePresence } from "./absence.js";
import { type StageDefinition, allInputs } from "./stage-definition.js";
import type { StageStore } from "./stage-store.js";

interface CheckedStage {
  readonly definition: StageDefinition;
  readonly log: EventLog;
  readonly store: Pick<
    StageStore<unknown>,
    "millisecondsSinceSeen" | "noteSeen" | "positions" | "streamIdentity"
  >;
}

/**
 * Refuses to begin where the store is not this log's, or was away from it for too long; then nothing is written.
 * @returns number of partitions by topic
 * @throws EventLogError `STREAM_MISMATCH`, `TOPIC_MISSING`, `TOPIC_LAYOUT_DIFFERS`
 * @throws StageError `ABSENT_TOO_LONG`
 */
export async function checkStream({
  definition,
  log,
  store,
}: CheckedStage): Promise<ReadonlyMap<string, number>> {
  const [ofLog, stored] = await Promise.all([streamIdentity(log), store.streamIdentity()]);
  requireSameStream(ofLog, stored, `the state of ${definition.service}`);
  const used = [...allInputs(definition), ...definition.outputs, deadLetterTopics[definition.service]];
  const partitions = new Map<string, number>();
  for (const { name } of used) partitions.set(name, await log.partitions(name));
  await checkLayouts(log, used);
  await notePresence({ definition, store, partitions });
  return partitions;
}
