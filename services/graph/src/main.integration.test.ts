import { type GraphDelta, MARKER_HEADER, topics } from "@interlude/contracts";
import { mix32 } from "@interlude/core-numerics";
import { CollaborationGraph } from "@interlude/core-graph";
import { prepareDatabase } from "@interlude/infra-postgres";
import { latestByKey } from "@interlude/stage";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { GraphStream } from "./testing/graph-stream.js";
import { type EpochInput, expectedState } from "./testing/epoch-inputs.js";

const ARTISTS = 60;
const EPOCHS = 10;
const KILLS = 4;
const SECONDS = 1_000;

/** Enough changes that communities are computed on the way. */
const steps: EpochInput[] = Array.from({ length: EPOCHS }, (_, epoch) => ({
  artists: Array.from({ length: epoch === 0 ? ARTISTS : 0 }, (_row, n) => ({
    n,
    name: `artist ${n}`,
    popularity: n,
  })),
  pairs: Array.from({ length: 80 }, (_row, n) => {
    const drawn = mix32(epoch * 1_000 + n);
    const [one, other] = [drawn % ARTISTS, (drawn >>> 8) % (ARTISTS - 1)];
    const another = other < one ? other : other + 1;
    return { a: Math.min(one, another), b: Math.max(one, another), weight: (drawn >>> 16) % 4 };
  }),
  fault: "none",
}));

describe("the graph process", () => {
  let stream: TestNamespace;
  let graph: GraphStream;
  const expected = expectedState(steps);

  beforeAll(async () => {
    stream = await createTestNamespace(inject("stack"));
    graph = new GraphStream(stream);
  });
  afterAll(async () => {
    await graph.end();
    await stream.dispose();
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

  it(
    "has the same graph and the same deltas wherever it is killed",
    async () => {
      for (const [n, input] of steps.entries()) await graph.send(n + 1, input);
      const versions = expected.changes;
      graph.start();
      for (let kill = 0; kill < KILLS; kill += 1) {
        await graph.delta(1 + (mix32(kill) % versions));
        await graph.end("SIGKILL");
        graph.start();
      }
      await graph.published(EPOCHS);

      const published = await deltas();
      // What was sent but still in the outbox at a kill is sent again: the same delta under the same version.
      const byVersion = new Map(published.map((delta) => [delta.graphVersion, JSON.stringify(delta)]));
      for (const delta of published) expect(JSON.stringify(delta)).toBe(byVersion.get(delta.graphVersion));
      expect([...byVersion.keys()].sort((x, y) => x - y)).toEqual(Array.from(byVersion, (_, n) => n + 1));
      expect(edgesOf(folded([...byVersion.values()].map((text) => JSON.parse(text) as GraphDelta)))).toEqual(
        edgesOf(expected.graph),
      );
      expect(await storedEdges()).toEqual(edgesOf(expected.graph));
      const artists = await latestByKey(stream.log, stream.codec, topics.graphArtists);
      const degrees = new Map([...artists].map(([artist, { degree }]) => [artist, degree]));
      const { adjacency } = expected.graph;
      expect(degrees).toEqual(
        new Map(
          [...expected.catalogue.keys()].map((artist) => {
            const id = adjacency.mbids.find(artist);
            return [artist, id < 0 ? 0 : adjacency.degree(id)];
          }),
        ),
      );
    },
    600 * SECONDS,
  );

  it(
    "arrives at the same graph from the topics alone, when its schema is gone",
    async () => {
      const before = await latestByKey(stream.log, stream.codec, topics.graphArtists);
      await graph.end("SIGTERM");
      await stream.database().query("drop schema graph cascade");
      await prepareDatabase(stream.administration);
      graph.start();
      await graph.published(EPOCHS, 2);
      expect(await storedEdges()).toEqual(edgesOf(expected.graph));
      const after = await latestByKey(stream.log, stream.codec, topics.graphArtists);
      expect(new Map([...after].sort())).toEqual(new Map([...before].sort()));
    },
    300 * SECONDS,
  );
});

function folded(deltas: readonly GraphDelta[]): CollaborationGraph {
  const graph = new CollaborationGraph();
  for (const { kind, artistA, artistB, weight, firstRecording } of deltas.toSorted(
    (x, y) => x.graphVersion - y.graphVersion,
  )) {
    if (kind === "edgeRemoved") graph.remove(artistA, artistB);
    else graph.set(artistA, artistB, weight, firstRecording);
  }
  return graph;
}
