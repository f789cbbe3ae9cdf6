import type { Pair } from "@interlude/contracts";
import { mbidParameter } from "@interlude/infra-http/api";

/**
 * A pair from a URL, its two artists in either order.
 * @throws ApiError `PARAMETER_INVALID`
 */
export function pairParameter(a: string, b: string): Pair {
  const [artistA, artistB] = [
    mbidParameter("the first artist", a),
    mbidParameter("the second artist", b),
  ].sort();
  return { artistA: artistA!, artistB: artistB! };
}
