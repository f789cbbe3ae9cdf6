import { numberedMbid } from "@interlude/core-graph/testing";
import { mix32 } from "@interlude/core-numerics";
import type { PairEdit } from "./graph-stage.js";

/** Epochs of a world of groups of ten artists that are joined one by one, now and then to an artist of another. */
export function groups(): PairEdit[][] {
  const seen = new Set<string>();
  const all: PairEdit[] = [];
  for (let event = 1; event <= 2600; event += 1) {
    const one = mix32(event * 2 + 1) % 300;
    const draw = mix32(event * 2);
    const other = draw % 20 === 0 ? mix32(draw) % 300 : one - (one % 10) + (mix32(draw) % 10);
    const [a, b] = [numberedMbid(Math.min(one, other)), numberedMbid(Math.max(one, other))];
    if (one === other || seen.has(`${a}:${b}`)) continue;
    seen.add(`${a}:${b}`);
    all.push({ a, b, weight: 1, firstRecording: event });
  }
  return [all.slice(0, 40), all.slice(40, 700), all.slice(700, 720), all.slice(720)];
}
