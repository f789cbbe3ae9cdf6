import { LinkError } from "./errors.js";

/** A collaboration with the event that began it. */
export interface DatedEdge {
  /** MBIDs, `a` before `b` as text. */
  readonly a: string;
  readonly b: string;
  /** Lowest MusicBrainz recording row id that credits both: stands for the event, in order of time. */
  readonly firstRecording: number;
}

/** The edges in the order of their MBIDs, whatever order they came in. */
export function sortEdges<E extends DatedEdge>(edges: readonly E[]): E[] {
  return edges.toSorted((x, y) => compareText(x.a, y.a) || compareText(x.b, y.b));
}

/** How many different events the edges have. */
export function countEvents(edges: readonly DatedEdge[]): number {
  return new Set(edges.map((edge) => edge.firstRecording)).size;
}

/**
 * Cuts edges into windows of time: `shares` of the distinct events each, from the oldest. All edges of one event
 * fall into one window, since the rest of a session's clique predicts an edge that is held out of it.
 * Edges keep their order.
 * @throws LinkError `LINKS_INVALID_ARGUMENT` unless the shares are positive and sum to 1
 */
export function splitByEvent<E extends DatedEdge>(edges: readonly E[], shares: readonly number[]): E[][] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (shares.some((share) => !(share > 0)) || Math.abs(total - 1) > 1e-9) {
    throw new LinkError(
      "LINKS_INVALID_ARGUMENT",
      `shares of events must be positive and sum to 1, got ${shares.join(", ")}`,
    );
  }
  const events = Float64Array.from(new Set(edges.map((edge) => edge.firstRecording))).sort();
  const firstOfWindow: number[] = [];
  let share = 0;
  for (const next of shares) {
    firstOfWindow.push(events[Math.round(share * events.length)] ?? Infinity);
    share += next;
  }
  const windows: E[][] = shares.map(() => []);
  for (const edge of edges) {
    const window = firstOfWindow.findLastIndex((first) => edge.firstRecording >= first);
    windows[window]!.push(edge);
  }
  return windows;
}

function compareText(x: string, y: string): number {
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
