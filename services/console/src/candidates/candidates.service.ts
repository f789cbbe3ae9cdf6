import type { CandidateCollaboration } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { type StreamRecord, newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { EpochsRepository } from "../epochs/epochs.repository.js";
import { TotalsRepository } from "../epochs/totals.repository.js";
import type { NewFeedEvent } from "../feed/feed-event.js";
import { FeedRepository } from "../feed/feed.repository.js";
import { type CandidateChange, candidateChanges, countChanges } from "./candidate-changes.js";
import { acceptCandidates } from "./candidate-checks.js";
import { CandidatesRepository } from "./candidates.repository.js";

/** Keeps the current candidates, and adds their changes to the feed. */
@Injectable()
export class CandidatesService {
  constructor(
    private readonly candidates: CandidatesRepository,
    private readonly totals: TotalsRepository,
    private readonly epochs: EpochsRepository,
    private readonly feed: FeedRepository,
  ) {}

  async stageCandidates(
    records: readonly StreamRecord<CandidateCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const { transaction } = context;
    const newest = newestByKey(acceptCandidates(records, context), ({ key }) => key);
    if (newest.length === 0) return;
    await this.totals.lock(transaction);
    const current = await this.candidates.current(
      transaction,
      newest.map(({ key }) => key),
    );
    const changes = candidateChanges(current, newest);
    if (changes.length === 0) return;
    await this.candidates.apply(transaction, changes);
    const { appeared, changed, withdrawn } = countChanges(changes);
    const epoch = newest[0]!.epoch;
    await this.totals.add(transaction, { candidates: appeared - withdrawn });
    await this.epochs.count(transaction, epoch, {
      candidatesAppeared: appeared,
      candidatesChanged: changed,
      candidatesWithdrawn: withdrawn,
    });
    await this.feed.append(transaction, feedEvents(changes, epoch));
  }
}

function feedEvents(changes: readonly CandidateChange[], epoch: number): NewFeedEvent[] {
  return changes.flatMap((change) => {
    if (change.kind === "refreshed") return [];
    const candidate = change.kind === "withdrawn" ? change.previous : change.candidate;
    return [
      {
        event: "candidate" as const,
        epoch,
        data: {
          change: change.kind,
          epoch,
          candidate,
          previousProbability: change.kind === "changed" ? change.previous.probability : null,
          withdrawalReason: change.kind === "withdrawn" ? change.reason : null,
        },
      },
    ];
  });
}
