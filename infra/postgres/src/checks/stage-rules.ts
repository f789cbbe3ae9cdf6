import { SERVICES, type ServiceName } from "@interlude/contracts";
import { type Queries, type Rule, violationsOf } from "@interlude/infra-checks";

const STAGES = SERVICES.filter((service) => service !== "ingestion");

/** The same query on every stage's own tables. */
const ofEveryStage = (query: (stage: string) => string): string =>
  STAGES.map((stage) => `(${query(stage)})`).join(" union all ");

const OLDEST_BATCHES = ofEveryStage(
  (stage) =>
    `select '${stage}' as stage, id, topic from ${stage}.outbox where id = (select min(id) from ${stage}.outbox)`,
);
const COMPLETED_EPOCHS = ofEveryStage(
  (stage) => `select '${stage}' as stage, completed_epoch as completed from ${stage}.stage_state`,
);

/** The newest epoch that each stage has completed. */
export async function completedEpochs(operator: Queries): Promise<Map<ServiceName, number>> {
  const stages = await operator.query<{ stage: ServiceName; completed: number }>(COMPLETED_EPOCHS);
  return new Map(stages.map(({ stage, completed }) => [stage, completed]));
}

/** How far a stage is. */
export interface StageReach {
  readonly stage: string;
  readonly completed: number;
  /** Whether its outbox has records that are not sent. */
  readonly isSending: boolean;
  /** Whether there is what other stages have sent and it has not read. */
  readonly isReading: boolean;
  /** Whether its tables have what only its next epoch derives from: it is being rebuilt, or has read dead letters again. */
  readonly awaitsEpoch: boolean;
}

const OUTPUT_ENDS = ofEveryStage((stage) => `select topic, partition, end_offset from ${stage}.output_ends`);

/** How far each stage is. */
export function stageReaches(operator: Queries): Promise<StageReach[]> {
  return operator.query<StageReach>(
    ofEveryStage(
      (stage) =>
        `select '${stage}' as stage, completed_epoch as completed,
           exists (select from ${stage}.outbox) as "isSending",
           exists (
             select from ${stage}.stage_positions join (${OUTPUT_ENDS}) as sent using (topic, partition)
             where next_offset < end_offset
           ) as "isReading",
           exists (select from ${stage}.rebuild_keys)
             or exists (select from ${stage}.stage_positions where next_offset < replay_until)
             or exists (
               select from ${stage}.dead_letters
               where status = 'requested' or status = 'replayed' and settled_at > (
                 select published_at from ingestion.epochs where epoch = completed_epoch and state = 'published'
               )
             ) as "awaitsEpoch"
         from ${stage}.stage_state`,
    ),
  );
}

/** Where the partitions that the stages write ended after what the outboxes have sent. */
export function outputEnds(
  operator: Queries,
): Promise<{ readonly topic: string; readonly partition: number; readonly end: string }[]> {
  return operator.query(
    ofEveryStage((stage) => `select topic, partition, end_offset::text as "end" from ${stage}.output_ends`),
  );
}

interface WaitingBatch {
  readonly stage: string;
  readonly id: number;
  readonly topic: string;
}

/** Warns of a stage that has not completed the epochs that ingestion has published. */
export const stagesComplete: Rule = {
  name: "stages-complete",
  description: "every stage has completed what ingestion has published",
  severity: "warning",
  check: async ({ snapshot, published }) => {
    const newest = published.at(-1)?.epoch ?? 0;
    const stages = await snapshot.query<{ stage: string; completed: number }>(COMPLETED_EPOCHS);
    const behind = stages.filter(({ completed }) => completed < newest);
    return violationsOf(
      behind.map(({ stage, completed }) => `${stage} has completed epoch ${completed} of ${newest}`),
    );
  },
};

/** The oldest batch of an outbox does not stay there: a relay that runs sends it within milliseconds. */
export const outboxesMove: Rule = {
  name: "outbox-stuck",
  description: "what waits in an outbox is sent",
  severity: "error",
  check: async ({ snapshot, now, relayTimeout }) => {
    const before = await snapshot.query<WaitingBatch>(OLDEST_BATCHES);
    if (before.length === 0) return violationsOf([]);
    await relayTimeout();
    const after = await now.query<WaitingBatch>(OLDEST_BATCHES);
    const stuck = after.filter(({ stage, id }) => before.some((old) => old.stage === stage && old.id === id));
    return violationsOf(
      stuck.map(({ stage, id, topic }) => `${stage} does not send record ${id}, for ${topic}`),
    );
  },
};
