import type { IncomingMessage } from "node:http";
import type { Verdict } from "@interlude/contracts";
import {
  ApiError,
  ApiErrorFilter,
  QueryParameters,
  type QueryString,
  readJsonObject,
} from "@interlude/infra-http/api";
import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, UseFilters } from "@nestjs/common";
import { pairParameter } from "../pair-parameter.js";
import { type FeedbackItem, feedbackItem } from "./feedback-item.js";
import { LONGEST_REQUEST, parseFeedbackRequest } from "./feedback-request.js";
import { FeedbackRepository } from "./feedback.repository.js";
import { FeedbackService } from "./feedback.service.js";

/** What readers think of candidates. */
@Controller("api")
@UseFilters(ApiErrorFilter)
export class FeedbackController {
  constructor(
    private readonly feedback: FeedbackService,
    private readonly stored: FeedbackRepository,
  ) {}

  /** The newest first; `verdict` accepted or rejected, `limit` 1 to 200. */
  @Get("feedback")
  async list(@Query() query: QueryString): Promise<{ feedback: FeedbackItem[] }> {
    const parameters = new QueryParameters(query, ["verdict", "limit"]);
    const verdict = parameters.text("verdict", 16);
    if (verdict !== null && verdict !== "accepted" && verdict !== "rejected") {
      throw new ApiError(400, "PARAMETER_INVALID", "verdict must be accepted or rejected");
    }
    const limit = parameters.integer("limit", { default: 50, min: 1, max: 200 });
    const newest = await this.stored.newest(verdict satisfies Verdict | null, limit);
    return { feedback: newest.map(feedbackItem) };
  }

  /** Of one pair, its two artists in either order. 404 `NO_FEEDBACK` if there is none. */
  @Get("candidates/:a/:b/feedback")
  async one(
    @Param("a") a: string,
    @Param("b") b: string,
    @Query() query: QueryString,
  ): Promise<FeedbackItem> {
    void new QueryParameters(query, []);
    const found = await this.stored.ofPair(pairParameter(a, b));
    if (found === null) throw noFeedback(a, b);
    return feedbackItem(found);
  }

  /** Gives feedback on a candidate, in place of what was given before. 404 `NOT_A_CANDIDATE` if the pair is none. */
  @Post("candidates/:a/:b/feedback")
  @HttpCode(200)
  async give(
    @Param("a") a: string,
    @Param("b") b: string,
    @Query() query: QueryString,
    @Req() request: IncomingMessage,
  ): Promise<FeedbackItem> {
    void new QueryParameters(query, []);
    const pair = pairParameter(a, b);
    const given = parseFeedbackRequest(await readJsonObject(request, LONGEST_REQUEST));
    const kept = await this.feedback.give(pair, given, new Date());
    if (kept === null) {
      const message = `${pair.artistA} and ${pair.artistB} are no candidate: there is nothing to give feedback on`;
      throw new ApiError(404, "NOT_A_CANDIDATE", message);
    }
    return feedbackItem(kept);
  }

  /** Withdraws it. 404 `NO_FEEDBACK` if there is none. */
  @Delete("candidates/:a/:b/feedback")
  @HttpCode(204)
  async withdraw(@Param("a") a: string, @Param("b") b: string, @Query() query: QueryString): Promise<void> {
    void new QueryParameters(query, []);
    if (!(await this.stored.withdraw(pairParameter(a, b)))) throw noFeedback(a, b);
  }
}

function noFeedback(a: string, b: string): ApiError {
  return new ApiError(404, "NO_FEEDBACK", `There is no feedback on ${a} and ${b}`);
}
