import { ApiErrorFilter, QueryParameters, type QueryString, mbidParameter } from "@interlude/infra-http/api";
import { Controller, Get, Param, Query, UseFilters } from "@nestjs/common";
import type { CommonNeighboursResponse, EgoResponse, NearestResponse, PathResponse } from "./responses.js";
import { GraphQueries } from "./graph-queries.js";

/** Read-only queries on the graph; described in docs/graph.md. */
@Controller("graph")
@UseFilters(ApiErrorFilter)
export class QueriesController {
  constructor(private readonly queries: GraphQueries) {}

  /** The ego network of `depth` 1 or 2, with at most `first` collaborators and `second` of theirs. */
  @Get("artists/:mbid/ego")
  ego(@Param("mbid") mbid: string, @Query() query: QueryString): Promise<EgoResponse> {
    const parameters = queryParameters(query, ["depth", "first", "second"]);
    const depth = parameters.integer("depth", { default: 1, min: 1, max: 2 });
    const first = parameters.integer("first", { default: 50, min: 1, max: 200 });
    const second = parameters.integer("second", { default: 100, min: 1, max: 400 });
    return this.queries.ego(mbidParameter("the artist", mbid), { first, second: depth === 1 ? 0 : second });
  }

  /** The artists with the nearest embeddings, `count` at most. */
  @Get("artists/:mbid/nearest")
  nearest(@Param("mbid") mbid: string, @Query() query: QueryString): Promise<NearestResponse> {
    const count = queryParameters(query, ["count"]).integer("count", { default: 10, min: 1, max: 100 });
    return this.queries.nearest(mbidParameter("the artist", mbid), count);
  }

  /** The artists who recorded with both `a` and `b`, `limit` at most. */
  @Get("common")
  common(@Query() query: QueryString): Promise<CommonNeighboursResponse> {
    const parameters = queryParameters(query, ["a", "b", "limit"]);
    const limit = parameters.integer("limit", { default: 100, min: 1, max: 1_000 });
    return this.queries.common(parameters.requiredMbid("a"), parameters.requiredMbid("b"), limit);
  }

  /** A shortest path between `from` and `to`. */
  @Get("path")
  path(@Query() query: QueryString): Promise<PathResponse> {
    const parameters = queryParameters(query, ["from", "to"]);
    return this.queries.path(parameters.requiredMbid("from"), parameters.requiredMbid("to"));
  }
}

/** A repeated parameter has had this code since the first version of this API. */
function queryParameters(query: QueryString, known: readonly string[]): QueryParameters {
  return new QueryParameters(query, known, "PARAMETER_INVALID");
}
