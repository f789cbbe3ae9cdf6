import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../testing/report-properties.js";
import { type DeltaItem, type DeltaPosition, foldDeltas } from "./fold-deltas.js";

const NO_PAIR = { artistA: "", artistB: "", firstRecording: 0 };

/** A graph that publishes its changes, and snapshots when told. */
class Publisher {
  readonly items: DeltaItem[] = [];
  /** Edges by version. */
  readonly history: ReadonlyMap<string, number>[] = [new Map()];

  change(pair: number, weight: number): void {
    const edges = new Map(this.history.at(-1));
    const before = edges.get(String(pair));
    if ((before ?? 0) === weight) return;
    if (weight === 0) edges.delete(String(pair));
    else edges.set(String(pair), weight);
    this.history.push(edges);
    const kind = weight === 0 ? "edgeRemoved" : before === undefined ? "edgeAdded" : "edgeChanged";
    this.items.push({ ...NO_PAIR, graphVersion: this.version, kind, artistA: String(pair), weight });
  }

  /** A version that is not published, as after a rebuild. */
  skip(edges: ReadonlyMap<string, number> = this.history.at(-1)!): void {
    this.history.push(edges);
  }

  snapshot(): void {
    const graphVersion = this.version;
    const edges = this.history.at(-1)!;
    for (const [artistA, weight] of edges)
      this.items.push({ ...NO_PAIR, graphVersion, kind: "snapshotEdge", artistA, weight });
    this.items.push({ ...NO_PAIR, graphVersion, kind: "snapshotEnd", weight: edges.size });
  }

  get version(): number {
    return this.history.length - 1;
  }
}

/** A reader that keeps its edges as the services do. */
class Reader {
  position: DeltaPosition = { version: 0, missing: false };
  #edges = new Map<string, { weight: number; version: number }>();
  writes = 0;

  read(items: readonly DeltaItem[]): void {
    const fold = foldDeltas(this.position, items);
    let whole: boolean | undefined;
    for (;;) {
      const { done, value } = fold.next(whole);
      if (done === true) return void (this.position = value);
      if (value.kind === "write") for (const item of value.items) this.#write(item);
      else whole = this.#isWhole(value.version, value.edges);
    }
  }

  get edges(): Map<string, number> {
    return new Map([...this.#edges].map(([pair, { weight }]) => [pair, weight]));
  }

  #write({ artistA, kind, weight, graphVersion: version }: DeltaItem): void {
    this.writes += 1;
    if ((this.#edges.get(artistA)?.version ?? -1) >= version) return;
    if (kind === "edgeRemoved") this.#edges.delete(artistA);
    else this.#edges.set(artistA, { weight, version });
  }

  #isWhole(version: number, edges: number): boolean {
    const found = [...this.#edges.values()].filter((edge) => edge.version === version).length;
    if (found !== edges) return false;
    for (const [pair, edge] of this.#edges) if (edge.version < version) this.#edges.delete(pair);
    return true;
  }
}

function expectInStep(reader: Reader, graph: Publisher): void {
  expect(reader.position).toEqual({ version: graph.version, missing: false });
  expect(reader.edges).toEqual(graph.history.at(-1));
}

function someGraph(): Publisher {
  const graph = new Publisher();
  for (const pair of [1, 2, 3]) graph.change(pair, 1);
  return graph;
}

describe("a reader of graph.deltas", () => {
  it("follows changes and ignores snapshots in step with them", () => {
    const graph = someGraph();
    graph.snapshot();
    graph.change(2, 0);
    const reader = new Reader();
    reader.read(graph.items);
    expectInStep(reader, graph);
    expect(reader.writes).toBe(3);
  });

  it("takes a snapshot if the first changes are gone, and drops what it does not have", () => {
    const graph = someGraph();
    const reader = new Reader();
    reader.read(graph.items);
    const read = graph.items.length;
    graph.change(1, 0);
    graph.change(4, 2);
    graph.snapshot();
    graph.change(5, 1);
    reader.read(graph.items.slice(read + 1));
    expectInStep(reader, graph);
  });

  it("waits at a gap, whatever changes follow", () => {
    const graph = someGraph();
    const reader = new Reader();
    reader.read(graph.items.filter(({ graphVersion }) => graphVersion !== 2));
    expect(reader.position).toEqual({ version: 1, missing: true });
    expect(reader.edges).toEqual(graph.history[1]);
  });

  it("never takes half a snapshot, and takes the next", () => {
    const graph = someGraph();
    graph.snapshot();
    const reader = new Reader();
    reader.read(graph.items.slice(4));
    expect(reader.position).toEqual({ version: 0, missing: true });
    graph.change(1, 0);
    graph.snapshot();
    reader.read(graph.items.slice(7));
    expectInStep(reader, graph);
  });

  it("takes the snapshot of a graph that was rebuilt, an empty one too", () => {
    const graph = someGraph();
    const reader = new Reader();
    reader.read(graph.items);
    graph.skip(new Map());
    graph.snapshot();
    reader.read(graph.items);
    expectInStep(reader, graph);
    expect(reader.edges.size).toBe(0);
  });

  it("has the graph of its version whenever nothing is missing, whatever is lost, sent again or cut where", () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.record({ pair: fc.nat({ max: 5 }), weight: fc.nat({ max: 2 }) }) },
      { weight: 1, arbitrary: fc.constant("snapshot" as const) },
      { weight: 1, arbitrary: fc.constant("skip" as const) },
    );
    const fault = fc.record({ at: fc.nat(), kind: fc.constantFrom("lost", "again", "none") });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(fault, { maxLength: 3 }),
        fc.integer({ min: 1, max: 7 }),
        (steps, faults, size) => {
          const graph = new Publisher();
          for (const one of steps) {
            if (one === "snapshot") graph.snapshot();
            else if (one === "skip") graph.skip();
            else graph.change(one.pair, one.weight);
          }
          let items = [...graph.items];
          for (const { at, kind } of faults) {
            const place = items.length === 0 ? 0 : at % items.length;
            if (kind === "lost") items.splice(place, 1);
            // A relay that did not hear that its records had arrived sends them once more, in order.
            if (kind === "again") items = [...items.slice(0, place + 3), ...items.slice(place)];
          }
          const reader = new Reader();
          for (let from = 0; from < items.length; from += size) {
            reader.read(items.slice(from, from + size));
            const { version, missing } = reader.position;
            expect(reader.edges).toEqual(missing ? reader.edges : graph.history[version]);
          }
          graph.snapshot();
          reader.read(graph.items.slice(items.length === 0 ? 0 : -graph.history.at(-1)!.size - 1));
          expectInStep(reader, graph);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
