import { type GraphArtist, type GraphDelta, topics } from "@interlude/contracts";
import { mix32 } from "@interlude/core-numerics";
import { CollaborationGraph } from "@interlude/core-graph";
import { latestByKey } from "@interlude/stage";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { SKIPPED_VERSIONS, rebuild } from "./rebuild.js";
import { GraphStream } from "./testing/graph-stream.js";
import { mixedEpochs } from "./testing/mixed-epochs.js";
import { publishedDeltas, storedEdges } from "./testing/published-graph.js";
import { expectedState } from "./testing/epoch-inputs.js";

const ARTISTS = 60;
const EPOCHS = 10;
const KILLS = 4;
const SECONDS = 1_000;

/** Enough changes that communities are computed on the way. */
const steps = mixedEpochs({ artists: ARTISTS, epochs: EPOCHS, pairs: 80 });

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

      const published = await publishedDeltas(stream);
      // What was sent but still in the outbox at a kill is sent again: the same delta under the same version.
      const byVersion = new Map(published.map((delta) => [delta.graphVersion, JSON.stringify(delta)]));
      for (const delta of published) expect(JSON.stringify(delta)).toBe(byVersion.get(delta.graphVersion));
      expect([...byVersion.keys()].sort((x, y) => x - y)).toEqual(Array.from(byVersion, (_, n) => n + 1));
      expect(edgesOf(folded([...byVersion.values()].map((text) => JSON.parse(text) as GraphDelta)))).toEqual(
        edgesOf(expected.graph),
      );
      expect(await storedEdges(stream)).toEqual(edgesOf(expected.graph));
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
    "arrives at the same graph from the topics alone, when it is rebuilt",
    async () => {
      const before = await latestByKey(stream.log, stream.codec, topics.graphArtists);
      await graph.end("SIGTERM");
      await setBack();
      graph.start();
      await graph.send(EPOCHS + 1, { artists: [], pairs: [], fault: "none" });
      await graph.published(EPOCHS + 1);
      expect(await storedEdges(stream)).toEqual(edgesOf(expected.graph));
      const after = await latestByKey(stream.log, stream.codec, topics.graphArtists);
      expect(vertices(after)).toEqual(vertices(before));
      const items = await publishedDeltas(stream);
      const end = items.at(-1)!;
      expect(end).toMatchObject({ kind: "snapshotEnd", weight: expected.graph.adjacency.edgeCount });
      expect(end.graphVersion).toBe(expected.changes + SKIPPED_VERSIONS + expected.graph.adjacency.edgeCount);
    },
    300 * SECONDS,
  );

  /** Empties the tables and sets the positions back, as `interlude rebuild` does. */
  async function setBack(): Promise<void> {
    await stream
      .database("graph")
      .transaction((transaction) =>
        transaction.run([
          ...rebuild,
          "update stage_positions set replay_until = next_offset, next_offset = 0, marker = null",
          "update stage_state set state_id = gen_random_uuid()",
        ]),
      );
  }
});

/** What artists' records say apart from versions, and from communities, which depend on when they were computed. */
function vertices(artists: ReadonlyMap<string, GraphArtist>): Map<string, object> {
  const without = { graphVersion: 0, community: null, communityVersion: null };
  return new Map([...artists].sort().map(([key, artist]) => [key, { ...artist, ...without }]));
}

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
