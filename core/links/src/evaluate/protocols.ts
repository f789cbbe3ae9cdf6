import type { SeededRandom } from "../seeded-random.js";
import type { TimedEdge, Window } from "../windows/window.js";

/** How edges are held out. */
export const PROTOCOLS = ["random", "event", "temporal"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** One division of a graph's edges. Each window's features are computed without what it holds out. */
export interface Split {
  /** Untouched until the model and its thresholds stand. */
  readonly test: Window;
  /** Where thresholds and calibration are taken from; not fitted on. Null if there are too few edges. */
  readonly calibration: Window | null;
  readonly training: readonly Window[];
}

/** Share of the edges that is tested, calibrated on, and held out a training window. */
const SHARE = 0.1;
const FOLDS = Math.round(1 / SHARE);
/** Training windows are left out once they hold this many edges. */
const ENOUGH_POSITIVES = 20_000;
const TRAINING_WINDOWS_IN_TIME = 3;

/**
 * Divides edges by a protocol. `random` holds out a tenth of the edges (Zhang & Chen 2018); `event` a tenth of the
 * events, edges of equal time, whole; `temporal` the newest tenth. What is left is cut again in the same way to train and
 * calibrate. Edges without a time are events of their own, older than all others.
 */
export function splitEdges(edges: readonly TimedEdge[], protocol: Protocol, random: SeededRandom): Split {
  if (protocol === "temporal") return splitInTime(eventsOf(edges));
  const events = protocol === "event" ? eventsOf(edges) : edges.map(untimed).map((edge) => [edge]);
  const [held, rest] = takeShare(random.shuffled(events), edges.length * SHARE);
  const folds = Math.min(FOLDS, rest.length);
  const fold = (number: number): Window => ({
    fit: rest.filter((_, i) => i % folds !== number).flat(),
    held: pairsOf(rest.filter((_, i) => i % folds === number)),
    leftOut: pairsOf(held),
  });
  const training: Window[] = [];
  let positives = 0;
  for (let number = 1; number < folds && positives < ENOUGH_POSITIVES; number += 1) {
    const window = fold(number);
    training.push(window);
    positives += window.held.length;
  }
  return {
    test: { fit: rest.flat(), held: pairsOf(held), leftOut: [] },
    calibration: folds > 1 ? fold(0) : null,
    training,
  };
}

/** The newest tenth to test, the tenth before to calibrate, those before to train; each seen from all that is older. */
function splitInTime(events: readonly TimedEdge[][]): Split {
  const share = events.reduce((sum, event) => sum + event.length, 0) * SHARE;
  let newestFirst = events.toReversed();
  const take = (): Window => {
    const [held, older] = takeShare(newestFirst, share);
    newestFirst = older;
    return { fit: older.flat(), held: pairsOf(held), leftOut: [] };
  };
  const test = take();
  const calibration = take();
  const training = Array.from({ length: TRAINING_WINDOWS_IN_TIME }, take).filter(
    ({ held, fit }) => held.length > 0 && fit.length > 0,
  );
  return { test, calibration: calibration.fit.length > 0 ? calibration : null, training };
}

/** Edges of equal time together, oldest first. */
function eventsOf(edges: readonly TimedEdge[]): TimedEdge[][] {
  const undated = edges.filter(({ time }) => time === null).map((edge) => [edge]);
  const byTime = new Map<number, TimedEdge[]>();
  for (const edge of edges) {
    if (edge.time === null) continue;
    const event = byTime.get(edge.time);
    if (event === undefined) byTime.set(edge.time, [edge]);
    else event.push(edge);
  }
  const dated = [...byTime].sort(([x], [y]) => x - y).map(([, event]) => event);
  return [...undated, ...dated];
}

/** The first events that hold about so many edges, at least one event, and the others. */
function takeShare(
  events: readonly TimedEdge[][],
  edges: number,
): [taken: TimedEdge[][], rest: TimedEdge[][]] {
  let taken = 0;
  let count = 0;
  while (count < events.length && (count === 0 || taken + events[count]!.length <= edges)) {
    taken += events[count]!.length;
    count += 1;
  }
  return [events.slice(0, count), events.slice(count)];
}

/** The pairs of events, in their order. */
function pairsOf(events: readonly TimedEdge[][]): Window["held"] {
  return events.flat().map(({ pair }) => pair);
}

/** Where edges are held out whatever their time, a time would say which ones are missing. */
function untimed({ pair }: TimedEdge): TimedEdge {
  return { pair, time: null };
}
