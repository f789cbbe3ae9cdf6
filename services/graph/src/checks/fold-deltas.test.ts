import type { GraphDelta, GraphDeltaKind } from "@interlude/contracts";
import { expect, it } from "vitest";
import { foldDeltas } from "./fold-deltas.js";

const [A, B, C] = ["a", "b", "c"].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const delta = (
  graphVersion: number,
  kind: GraphDeltaKind,
  [artistA, artistB]: [string, string],
  weight: number,
): GraphDelta => ({ graphVersion, kind, artistA, artistB, weight, firstRecording: weight });

async function* sent(...deltas: GraphDelta[]): AsyncGenerator<GraphDelta> {
  yield* deltas;
}

it("deltas give the edges that they lead to, and those sent again change nothing", async () => {
  const old = delta(5, "edgeAdded", [A, B], 1);
  const { firstVersion, edges } = await foldDeltas(
    sent(
      old,
      delta(6, "edgeAdded", [A, C], 1),
      delta(7, "edgeChanged", [A, B], 2),
      old,
      delta(8, "edgeRemoved", [A, C], 0),
    ),
  );
  expect(firstVersion).toBe(5);
  expect([...edges]).toEqual([[`${A}:${B}`, expect.objectContaining({ weight: 2 })]]);
});

it("a whole snapshot takes the place of all edges, and a part of one of none", async () => {
  const snapshot = [
    delta(6, "snapshotEdge", [A, C], 3),
    delta(6, "snapshotEdge", [B, C], 3),
    delta(6, "snapshotEnd", [A, A], 2),
  ];
  const added = delta(5, "edgeAdded", [A, B], 1);
  const after = delta(7, "edgeChanged", [A, C], 4);
  const whole = await foldDeltas(sent(added, ...snapshot, ...snapshot, after));
  expect(whole.firstVersion).toBe(0);
  expect([...whole.edges].map(([pair, { weight }]) => [pair, weight])).toEqual([
    [`${A}:${C}`, 4],
    [`${B}:${C}`, 3],
  ]);
  const part = await foldDeltas(sent(added, ...snapshot.slice(1)));
  expect(part.firstVersion).toBe(5);
  expect([...part.edges.keys()]).toEqual([`${A}:${B}`]);
});

it("a topic without deltas covers no edge", async () => {
  expect(await foldDeltas(sent())).toEqual({ firstVersion: Infinity, edges: new Map() });
});
