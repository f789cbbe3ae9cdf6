import { type CandidateFeedback, type Pair, topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { BackgroundProgress } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { CandidatePagesRepository } from "../candidates/candidate-pages.repository.js";
import type { FeedbackRequest } from "./feedback-request.js";
import { FeedbackRepository } from "./feedback.repository.js";

/** Pairs that one transaction publishes. */
const AT_ONCE = 500;

/** Keeps what readers think of candidates, and publishes it. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly candidates: CandidatePagesRepository,
  ) {}

  /**
   * Keeps what a reader says of a pair, with the evidence that the reader sees: that of the candidate; of one that is
   * hidden because it was rejected, that of the rejection. Null if the pair is neither.
   */
  async give(pair: Pair, request: FeedbackRequest, now: Date): Promise<CandidateFeedback | null> {
    const shown = (await this.candidates.one(pair)) ?? (await this.feedback.ofPair(pair));
    if (shown === null) return null;
    const { probability, logit, commonNeighbours, modelId, graphVersion } = shown;
    const evidence = { probability, logit, commonNeighbours, modelId, graphVersion };
    return this.feedback.give({ ...pair, ...request, ...evidence }, now.getTime() * 1000);
  }

  /** Publishes some of what readers said. */
  async publishSome(context: PostgresContext): Promise<BackgroundProgress> {
    const taken = await this.feedback.takeUnpublished(context.transaction, AT_ONCE);
    for (const { record, ...pair } of taken) {
      await context.publish(topics.candidateFeedback, topics.candidateFeedback.keyOf(pair), record);
    }
    return taken.length === AT_ONCE ? "more" : "done";
  }
}
