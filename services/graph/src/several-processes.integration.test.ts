import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { expectedState } from "./testing/epoch-inputs.js";
import { GraphStream } from "./testing/graph-stream.js";
import { mixedEpochs } from "./testing/mixed-epochs.js";
import { publishedDeltas, storedEdges } from "./testing/published-graph.js";

const ARTISTS = 30;
const EPOCHS = 6;
const SECONDS = 1_000;

const steps = mixedEpochs({ artists: ARTISTS, epochs: EPOCHS, pairs: 40 });

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
        const published = await publishedDeltas(stream);
        const byVersion = new Map(published.map((delta) => [delta.graphVersion, JSON.stringify(delta)]));
        for (const delta of published) expect(JSON.stringify(delta)).toBe(byVersion.get(delta.graphVersion));
        expect([...byVersion.keys()].sort((x, y) => x - y)).toEqual(
          Array.from({ length: expected.changes }, (_, n) => n + 1),
        );
        expect(await storedEdges(stream)).toEqual(edgesOf(expected.graph));
      } finally {
        for (const process of processes) await process.end();
      }
    },
    600 * SECONDS,
  );
});
