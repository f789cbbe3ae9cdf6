import { ApiError, QueryParameters, type QueryString } from "@interlude/infra-http/api";
import { prefixQuery } from "../search-words.js";
import { type CursorPosition, decodeCursor } from "./candidate-cursor.js";

/** Which candidates to list. Null is no filter. */
export interface CandidateQuery {
  /** MBID of one of the two. */
  readonly artist: string | null;
  /** Text of a tsquery on the words of both names. */
  readonly words: string | null;
  readonly point: string | null;
  readonly minimumProbability: number;
  readonly limit: number;
  readonly after: CursorPosition | null;
}

/**
 * Reads the filters of a request.
 * @throws ApiError with status 400
 */
export function parseCandidateQuery(query: QueryString): CandidateQuery {
  const known = ["artist", "name", "point", "minimumProbability", "limit", "cursor"];
  const parameters = new QueryParameters(query, known);
  const point = parameters.text("point", 64);
  if (point !== null && !/^[a-z0-9-]+$/.test(point)) {
    throw new ApiError(400, "PARAMETER_INVALID", "point must be the name of an operating point");
  }
  const cursor = parameters.text("cursor", 256);
  return {
    artist: parameters.mbid("artist"),
    words: prefixQuery(parameters.text("name", 200) ?? ""),
    point,
    minimumProbability: parameters.probability("minimumProbability", 0),
    limit: parameters.integer("limit", { default: 50, min: 1, max: 200 }),
    after: cursor === null ? null : decodeCursor(cursor),
  };
}
