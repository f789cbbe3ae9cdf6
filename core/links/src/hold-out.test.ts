import { mix32 } from "@interlude/core-numerics";
import { AdjacencyIndex } from "@interlude/core-graph";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DatedEdge, countEvents, splitByEvent } from "./event-windows.js";
import { holdOut } from "./hold-out.js";
import { FEATURE_COUNT } from "./link-features.js";
import { growingWorld } from "./testing/growing-world.js";

const world = growingWorld({ artists: 60, events: 400, closure: 60, seed: 5 });

function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, i) => ({ item, key: mix32(i + seed * 1000) }))
    .sort((x, y) => x.key - y.key)
    .map(({ item }) => item);
}

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

describe("holdOut", () => {
  const [fit, label] = splitByEvent(world, [0.7, 0.3]) as [DatedEdge[], DatedEdge[]];

  it("labels every pair at distance two of the past, and accounts for every new edge", () => {
    const held = holdOut({ fit, label });
    const graph = new AdjacencyIndex();
    for (const { a, b } of fit) graph.setEdge(graph.intern(a), graph.intern(b), 1, 1);
    let pairs = 0;
    for (let a = 0; a < graph.artistCount; a += 1) {
      for (let b = a + 1; b < graph.artistCount; b += 1) {
        if (!graph.hasEdge(a, b) && graph.commonNeighbours(a, b).length > 0) pairs += 1;
      }
    }
    expect(held.pairs).toBe(pairs);
    expect(held.positives).toBeGreaterThan(20);
    expect(held.positives + held.distantPositives + held.unseenPositives).toBe(label.length);
    const prevalent = held.sample.prevalent();
    expect(prevalent.labels.length).toBe(pairs);
    expect(prevalent.labels.filter((l) => l === 1).length).toBe(held.positives);
    const balanced = held.sample.balanced();
    expect(balanced.labels.length).toBe(2 * held.positives);
    expect(balanced.values.length).toBe(balanced.labels.length * FEATURE_COUNT);
  });

  it("samples the same pairs whatever the order of the edges", () => {
    const once = holdOut({ fit, label, maximumNegatives: 50 });
    const again = holdOut({
      fit: shuffled(fit, 1),
      label: shuffled(label, 2),
      maximumNegatives: 50,
    });
    expect(again.sample.balanced()).toEqual(once.sample.balanced());
    expect(again.sample.prevalent()).toEqual(once.sample.prevalent());
  });

  it("thins positives and negatives alike, so that prevalence stays", () => {
    const large = growingWorld({ artists: 400, events: 6000, closure: 50, seed: 9 });
    const [past, next] = splitByEvent(large, [0.7, 0.3]) as [DatedEdge[], DatedEdge[]];
    const all = holdOut({ fit: past, label: next });
    const thinned = holdOut({ fit: past, label: next, maximumNegatives: 4000 });
    const share = ({ labels }: { labels: Uint8Array }) =>
      labels.filter((l) => l === 1).length / labels.length;
    expect(thinned.sample.samplingRate).toBeLessThan(1);
    expect(thinned.sample.prevalent().labels.length).toBeLessThan(all.pairs * 0.5);
    expect(share(thinned.sample.prevalent()) / share(all.sample.prevalent())).toBeCloseTo(1, 0.8);
    expect(thinned.positives).toBe(all.positives);
  });
});
