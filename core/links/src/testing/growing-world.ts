import { mix32 } from "@interlude/core-numerics";
import { numberedMbid } from "@interlude/core-graph/testing";
import type { DatedEdge } from "../event-windows.js";

/**
 * Collaborations of a made-up world that grows by triadic closure: each event joins two random artists or, with
 * `closure` out of 100, an artist to one of its partners' partners. Seeded.
 */
export function growingWorld({
  artists,
  events,
  closure,
  seed,
}: {
  artists: number;
  events: number;
  closure: number;
  seed: number;
}): DatedEdge[] {
  let state = seed;
  const below = (limit: number): number => {
    state += 1;
    return mix32(Math.imul(state, 0x9e3779b1)) % limit;
  };
  const partners = Array.from({ length: artists }, (): number[] => []);
  const edges: DatedEdge[] = [];
  for (let event = 1; event <= events; event += 1) {
    const one = below(artists);
    let other = below(artists);
    const middle = partners[one]![below(Math.max(1, partners[one]!.length))];
    if (middle !== undefined && below(100) < closure) {
      other = partners[middle]![below(partners[middle]!.length)]!;
    }
    if (one === other || partners[one]!.includes(other)) continue;
    partners[one]!.push(other);
    partners[other]!.push(one);
    const [a, b] = [numberedMbid(one), numberedMbid(other)].sort() as [string, string];
    edges.push({ a, b, firstRecording: event });
  }
  return edges;
}
