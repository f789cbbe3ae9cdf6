import { type CandidateFeedback, type Verdict, topics } from "@interlude/contracts";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";
import { type StreamRecord, newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { acceptFeedback } from "./feedback-checks.js";
import { FeedbackRepository, type StagedFeedback } from "./feedback.repository.js";

/** Takes in what readers think of candidates. */
@Injectable()
export class FeedbackService {
  constructor(private readonly repository: FeedbackRepository) {}

  /** Keeps what came: no epoch waits for it, so it has effect only when {@link takeEffect} is called. */
  async stage(records: readonly StreamRecord<CandidateFeedback>[], context: PostgresContext): Promise<void> {
    const newest = newestByKey(acceptFeedback(records, context), ({ key }) => key);
    await this.repository.stage(
      context.transaction,
      newest.map(({ key, value }) => ({
        ...topics.candidateFeedback.parseKey(key)!,
        record: value === null ? null : JSON.stringify(value),
      })),
    );
  }

  /** How many pairs readers have accepted and rejected, as it is in force. */
  counts(source: Pick<Transaction, "query">): Promise<Readonly<Record<Verdict, number>>> {
    return this.repository.counts(source);
  }

  /**
   * Puts what came into force.
   * @param epoch that is open: nothing of an epoch that is complete changes, so that a training as of one sees the same
   * labels whenever it runs
   * @returns an artist of each pair of which it changed: their pairs are to be looked at again
   */
  async takeEffect(transaction: Transaction, epoch: number): Promise<string[]> {
    const staged = await this.repository.takeStaged(transaction);
    if (staged.length === 0) return [];
    const before = await this.repository.recordsInForce(transaction, staged);
    const changed = staged.filter((one) => isNews(one, before.get(topics.candidateFeedback.keyOf(one))));
    await this.repository.end(transaction, changed, epoch);
    const begun = changed.flatMap(({ record }) => (record === null ? [] : [parsed(record)]));
    await this.repository.begin(transaction, begun, epoch);
    return [...new Set(changed.map(({ artistA }) => artistA))].sort();
  }
}

/** The log may repeat records, also older ones. */
function isNews({ record }: StagedFeedback, before: string | undefined): boolean {
  if (record === null || before === undefined) return record !== null || before !== undefined;
  return record !== before && parsed(record).ts >= parsed(before).ts;
}

function parsed(record: string): CandidateFeedback {
  return JSON.parse(record) as CandidateFeedback;
}
