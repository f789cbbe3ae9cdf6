import { randomUUID } from "node:crypto";
import type { Topic } from "@interlude/contracts";
import type { PostgresBackgroundContext, PostgresEpochContext, Transaction } from "@interlude/infra-postgres";
import type { RecordHeaders } from "@interlude/stage";

/** What a stage published, in order, and what it set aside. */
export interface Recording {
  readonly published: { topic: string; key: string; value: unknown; headers?: RecordHeaders }[];
  readonly rejected: string[];
  /** How often the end of a rebuild was put off. */
  postponed?: number;
  /** How often a rebuild was ended in the background. */
  ended?: number;
}

/** A stage context that remembers instead of publishing. */
export function recordingContext(transaction: Transaction, recording: Recording): PostgresEpochContext {
  return {
    transaction,
    stateId: "",
    nextStateId: "",
    postponeWithdrawals: () => {
      recording.postponed = (recording.postponed ?? 0) + 1;
    },
    publish: async (topic: Topic<unknown>, key, value, headers) => {
      const own = headers === undefined ? {} : { headers };
      recording.published.push({ topic: topic.name, key, value, ...own });
    },
    reject: (_record, code) => {
      recording.rejected.push(code);
    },
  };
}

/** Runs the end of an epoch as a stage does: the tables are of a new state afterwards. */
export async function recordedEpoch<Result>(
  transaction: Transaction,
  recording: Recording,
  work: (context: PostgresEpochContext) => Promise<Result>,
): Promise<Result> {
  const [state] = await transaction.query<{ state_id: string }>(
    "select state_id from stage_state for update",
  );
  const nextStateId = randomUUID();
  const result = await work({
    ...recordingContext(transaction, recording),
    stateId: state!.state_id,
    nextStateId,
  });
  await transaction.query("update stage_state set state_id = $1", [nextStateId]);
  return result;
}

/** Runs a step in the background as a stage does: no epoch is completed meanwhile. */
export async function recordedStep<Result>(
  transaction: Transaction,
  recording: Recording,
  work: (context: PostgresBackgroundContext) => Promise<Result>,
): Promise<Result> {
  const [completed] = await transaction.query<PostgresBackgroundContext["completed"]>(
    `select completed_epoch as epoch, sequence, state_id as "stateId" from stage_state for update`,
  );
  return work({
    ...recordingContext(transaction, recording),
    stateId: completed!.stateId,
    completed: completed!,
    endRebuild: async () => {
      recording.ended = (recording.ended ?? 0) + 1;
    },
  });
}
