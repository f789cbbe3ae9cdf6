import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DatedEdge, countEvents, splitByEvent } from "../event-windows.js";
import { FEATURE_COUNT } from "../features/link-features.js";
import { countAtDistanceTwo } from "../fitting/training-rows.js";
import { linearScore } from "../logistic-model.js";
import { seededRandom } from "../seeded-random.js";
import { growingWorld } from "../testing/growing-world.js";
import { linkModel } from "../testing/link-models.js";
import type { Pair } from "./undirected-graph.js";
import { WindowGraph } from "./window-graph.js";

const world = growingWorld({ artists: 60, events: 400, closure: 60, seed: 5 });

describe("splitByEvent", () => {
  it("cuts at events in time order, never through one, and loses no edge", () => {
    const edge = fc.record({ a: fc.constant("a"), b: fc.uuid(), firstRecording: fc.nat({ max: 12 }) });
    fc.assert(
      fc.property(fc.array(edge), (edges) => {
        const windows = splitByEvent(edges, [0.5, 0.25, 0.25]);
        expect(windows.flat().length).toBe(edges.length);
        const times = windows.map((window) => window.map(({ firstRecording }) => firstRecording));
        for (let w = 0; w + 1 < times.length; w += 1) {
          const later = times.slice(w + 1).flat();
          expect(Math.max(-Infinity, ...times[w]!)).toBeLessThan(Math.min(Infinity, ...later));
        }
        const events = countEvents(edges);
        expect(countEvents(windows[0]!)).toBe(Math.round(events * 0.5));
      }),
    );
  });

  it("refuses shares that are not shares", () => {
    for (const shares of [
      [0.5, 0.4],
      [1, 0],
      [Number.NaN, 1],
    ]) {
      expect(() => splitByEvent([], shares)).toThrow(
        expect.objectContaining({ code: "LINKS_INVALID_ARGUMENT" }),
      );
    }
  });
});

describe("WindowGraph", () => {
  const [fit, label] = splitByEvent(world, [0.7, 0.3]) as [DatedEdge[], DatedEdge[]];
  const numbers = new Map([...new Set(world.flatMap(({ a, b }) => [a, b]))].map((mbid, i) => [mbid, i]));
  const pairOf = ({ a, b }: DatedEdge): Pair => [numbers.get(a)!, numbers.get(b)!];
  const window = new WindowGraph(
    numbers.size,
    {
      fit: fit.map((edge) => ({ pair: pairOf(edge), time: edge.firstRecording })),
      held: label.map(pairOf),
      leftOut: [],
    },
    { wholeUniverse: false },
  );
  const key = ([a, b]: Pair): string => String(a < b ? [a, b] : [b, a]);
  const joined = new Set(fit.map((edge) => key(pairOf(edge))));
  const held = new Set(label.map((edge) => key(pairOf(edge))));

  it("counts every pair at distance two of the past, and accounts for every new edge", () => {
    const neighbours = Array.from({ length: numbers.size }, () => new Set<number>());
    for (const [a, b] of fit.map(pairOf)) {
      neighbours[a]!.add(b);
      neighbours[b]!.add(a);
    }
    let pairs = 0;
    for (let a = 0; a < numbers.size; a += 1) {
      for (let b = a + 1; b < numbers.size; b += 1) {
        if (!neighbours[a]!.has(b) && [...neighbours[a]!].some((u) => neighbours[b]!.has(u))) pairs += 1;
      }
    }
    const { pairs: counted, links } = window.countAtDistanceTwo();
    expect(counted).toBe(pairs);
    expect(links).toBeGreaterThan(20);
    expect(countAtDistanceTwo(window.rowsOf(window.positives))).toBe(links);
    expect(window.positives.length + window.unseen).toBe(label.length);
    const scored = window.scoreAtDistanceTwo(linkModel());
    expect(scored.labels.length).toBe(pairs);
    expect(scored.labels.reduce((sum, one) => sum + one, 0)).toBe(links);
  });

  it("draws different non-edges, the hard ones at distance two", () => {
    const random = seededRandom(3);
    const hard = window.drawAtDistanceTwo(100, random);
    expect(countAtDistanceTwo(window.rowsOf(hard))).toBe(100);
    for (const drawn of [hard, window.drawNonEdges(100, random)]) {
      expect(new Set(drawn.map(key)).size).toBe(100);
      for (const pair of drawn) expect(joined.has(key(pair)) || held.has(key(pair))).toBe(false);
    }
  });

  it("gives pairs the same logits in rows and in columns", () => {
    const model = linkModel();
    const rows = window.rowsOf(window.positives);
    const fromRows = window.positives.map((_, i) => linearScore(model, rows, i * FEATURE_COUNT));
    const { scores, labels } = window.scoreAtDistanceTwo(model);
    const ofLinks = [...scores].filter((_, i) => labels[i] === 1).sort();
    const near = fromRows.filter((_, i) => countAtDistanceTwo(window.rowsOf([window.positives[i]!])) === 1);
    expect(near.sort()).toEqual(ofLinks);
  });
});
