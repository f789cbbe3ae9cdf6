import { type GraphDelta, MARKER_HEADER, topics } from "@interlude/contracts";
import { mix32 } from "@interlude/core-numerics";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { type EpochInput, expectedState } from "./testing/epoch-inputs.js";
import { GraphStream } from "./testing/graph-stream.js";

const ARTISTS = 30;
const EPOCHS = 6;
const SECONDS = 1_000;

const steps: EpochInput[] = Array.from({ length: EPOCHS }, (_, epoch) => ({
  artists: Array.from({ length: epoch === 0 ? ARTISTS : 0 }, (_row, n) => ({
    n,
    name: `artist ${n}`,
    popularity: n,
  })),
  pairs: Array.from({ length: 40 }, (_row, n) => {
    const drawn = mix32(epoch * 1_000 + n);
    const [one, other] = [drawn % ARTISTS, (drawn >>> 8) % (ARTISTS - 1)];
    const another = other < one ? other : other + 1;
    return { a: Math.min(one, another), b: Math.max(one, another), weight: (drawn >>> 16) % 4 };
  }),
  fault: "none",
}));

let stream: TestNamespace;

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
});
afterEach(() => stream.dispose());

describe.each([2, 3])("%i graph processes in one group", (count) => {
  it(
    "share an epoch, and those that are left complete it when one is killed in the middle",
    async () => {
      const processes = Array.from({ length: count }, () => new GraphStream(stream));
      const expected = expectedState(steps);
      try {
        for (const process of processes) process.start();
        for (const [n, input] of steps.entries()) {
          const epoch = n + 1;
          const [victim, survivor] = [processes[n % count]!, processes[(n + 1) % count]!];
          const before = expectedState(steps.slice(0, n)).changes;
          await survivor.send(epoch, input);
          // Each process once, before anything of the epoch has come out, or while it is coming out.
          if (n % 2 === 1) await survivor.delta(before + 1);
          if (n < count) await victim.end("SIGKILL");
          await survivor.published(epoch);
          if (n < count) victim.start();
        }
        const published = await deltas();
        const byVersion = new Map(published.map((delta) => [delta.graphVersion, JSON.stringify(delta)]));
        for (const delta of published) expect(JSON.stringify(delta)).toBe(byVersion.get(delta.graphVersion));
        expect([...byVersion.keys()].sort((x, y) => x - y)).toEqual(
          Array.from({ length: expected.changes }, (_, n) => n + 1),
        );
        expect(await storedEdges()).toEqual(edgesOf(expected.graph));
      } finally {
        for (const process of processes) await process.end();
      }
    },
    600 * SECONDS,
  );
});

async function deltas(): Promise<GraphDelta[]> {
  const found: GraphDelta[] = [];
  for await (const { value, headers } of stream.log.read([topics.graphDeltas.name])) {
    if (headers[MARKER_HEADER] === undefined)
      found.push(...(await stream.codec.decodeItems(topics.graphDeltas, value!)));
  }
  return found;
}

async function storedEdges(): Promise<string[]> {
  const rows = await stream
    .database("graph")
    .query<{ edge: string }>(
      "select artist_a || ':' || artist_b || ' ' || weight || ' ' || first_recording as edge from edges",
    );
  return rows.map(({ edge }) => edge).sort();
}
