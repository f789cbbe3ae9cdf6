import { type Pair, type SyntheticTrack } from "@interlude/contracts";
import { PROBABILITY_MEANING } from "@interlude/core-links";
import { ApiError, ApiErrorFilter, QueryParameters, type QueryString } from "@interlude/infra-http/api";
import { Controller, Get, Param, Query, UseFilters } from "@nestjs/common";
import { type FeedbackItem, feedbackItem } from "../feedback/feedback-item.js";
import { FeedbackRepository } from "../feedback/feedback.repository.js";
import { pairParameter } from "../pair-parameter.js";
import { SyntheticTracksRepository } from "../tracks/synthetic-tracks.repository.js";
import type { CandidateItem } from "./candidate-changes.js";
import { parseCandidateQuery } from "./candidate-query.js";
import {
  type CandidatePage,
  CandidatePagesRepository,
  type SharedCollaborator,
} from "./candidate-pages.repository.js";

const SHARED_COLLABORATORS = 24;

/** Everything about one candidate. */
export interface CandidateDetail {
  readonly candidate: CandidateItem;
  /** What its probability says, as the topic's schema has it. */
  readonly probabilityMeaning: string;
  /** Artists who have recorded with both, those with the fewest collaborators first; the first 24. */
  readonly sharedCollaborators: readonly SharedCollaborator[];
  readonly syntheticTracks: readonly SyntheticTrack[];
  /** What a reader said of it; null if nothing. */
  readonly feedback: FeedbackItem | null;
}

/** The current candidates. */
@Controller("api/candidates")
@UseFilters(ApiErrorFilter)
export class CandidatesController {
  constructor(
    private readonly candidates: CandidatePagesRepository,
    private readonly tracks: SyntheticTracksRepository,
    private readonly feedback: FeedbackRepository,
  ) {}

  /**
   * A page, most probable first. Filters: `artist` (MBID of either), `name` (beginnings of words of
   * both names), `point` (operating point that it passes), `minimumProbability`; `limit` 1 to 200;
   * `cursor` is `next` of the page before.
   */
  @Get()
  page(@Query() query: QueryString): Promise<CandidatePage> {
    return this.candidates.page(parseCandidateQuery(query));
  }

  /** One candidate, its two artists in either order. 404 `NOT_A_CANDIDATE` if the pair is none. */
  @Get(":a/:b")
  async one(
    @Param("a") a: string,
    @Param("b") b: string,
    @Query() query: QueryString,
  ): Promise<CandidateDetail> {
    void new QueryParameters(query, []);
    const pair = pairParameter(a, b);
    const candidate = await this.candidates.one(pair);
    const feedback = await this.feedback.ofPair(pair);
    if (candidate === null) throw await this.#notACandidate(pair, feedback?.verdict === "rejected");
    return {
      candidate,
      probabilityMeaning: PROBABILITY_MEANING,
      sharedCollaborators: await this.candidates.sharedCollaborators(pair, SHARED_COLLABORATORS),
      syntheticTracks: await this.tracks.ofPair(pair),
      feedback: feedback && feedbackItem(feedback),
    };
  }

  async #notACandidate(pair: Pair, isRejected: boolean): Promise<ApiError> {
    const recordings = await this.candidates.recordingsTogether(pair);
    const because =
      recordings > 0
        ? `they have made ${recordings} ${recordings === 1 ? "recording" : "recordings"} together`
        : isRejected
          ? "a reader rejected them, and the evidence has not risen since"
          : "they are unknown, too far apart or not probable enough";
    return new ApiError(
      404,
      "NOT_A_CANDIDATE",
      `${pair.artistA} and ${pair.artistB} are no candidate: ${because}`,
    );
  }
}
