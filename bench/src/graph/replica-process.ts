/** Run with a snapshot file: restores it, keeps what a replica keeps, and prints what that took as JSON. */
import { createReadStream } from "node:fs";
import { CollaborationGraph, Embedding, nearestArtists, readSnapshot } from "@interlude/core-graph";
import { timed } from "./latencies.js";
import type { ReplicaMeasurement } from "./replicating.js";

const start = performance.now();
const { adjacency } = await readSnapshot(createReadStream(process.argv[2]!, { highWaterMark: 1 << 20 }));
const restoreSeconds = (performance.now() - start) / 1000;
const restoredRssBytes = process.memoryUsage.rss();
const graph = new CollaborationGraph(adjacency);
const embedding = timed(() => graph.embeddingOf(0));
const structure = timed(() => graph.structureOf(0));
const rssBytes = process.memoryUsage.rss();
const memoryBytes = graph.memoryBytes();
graph.forgetDerived();
const rows = new Embedding(adjacency).share();
const nearest = timed(() => nearestArtists(rows, embedding.result, { count: 10 }));
const measurement: ReplicaMeasurement = {
  restoreSeconds,
  restoredRssBytes,
  embeddingSeconds: embedding.seconds,
  structureSeconds: structure.seconds,
  rssBytes,
  memoryBytes,
  nearestSeconds: nearest.seconds,
};
process.stdout.write(JSON.stringify(measurement));
