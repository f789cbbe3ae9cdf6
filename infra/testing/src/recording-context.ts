import type { Topic } from "@interlude/contracts";
import type { PostgresEpochContext, Transaction } from "@interlude/infra-postgres";

/** What a stage published, in order, and what it set aside. */
export interface Recording {
  readonly published: { topic: string; key: string; value: unknown }[];
  readonly rejected: string[];
}

/** A stage context that remembers instead of publishing. */
export function recordingContext(transaction: Transaction, recording: Recording): PostgresEpochContext {
  return {
    transaction,
    stateId: "",
    nextStateId: "",
    postponeWithdrawals: () => {},
    publish: async (topic: Topic<unknown>, key, value) => {
      recording.published.push({ topic: topic.name, key, value });
    },
    reject: (_record, code) => {
      recording.rejected.push(code);
    },
  };
}
