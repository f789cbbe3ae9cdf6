/** Run with a snapshot file: restores it, derives what a replica holds, and prints the measurement as JSON. */
import { createReadStream } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { CollaborationGraph, nearestArtists, readSnapshot, shareGraphTask } from "@interlude/core-graph";
import { WorkerCommunityFinder, derive, runCooperatively } from "@interlude/service-graph";
import { timed } from "./latencies.js";
import type { ReplicaMeasurement } from "./replicating.js";

const SAMPLE_MS = 50;

const delays = monitorEventLoopDelay({ resolution: 10 });
delays.enable();
const start = performance.now();
const since = (): number => (performance.now() - start) / 1000;
const { adjacency } = await readSnapshot(createReadStream(process.argv[2]!, { highWaterMark: 1 << 20 }));
const restoreSeconds = since();
const restoredRssBytes = process.memoryUsage.rss();
const graph = new CollaborationGraph(adjacency);
await derive(graph);
const derivedSeconds = since() - restoreSeconds;
const restoreCpuSeconds = (process.cpuUsage().user + process.cpuUsage().system) / 1e6;
const rssBytes = process.memoryUsage.rss();
const memoryBytes = graph.memoryBytes();
const communities = await sampled(async () => {
  await new WorkerCommunityFinder().find(await runCooperatively(shareGraphTask(adjacency)));
});
delays.disable();
const rows = graph.shareEmbedding();
const vector = graph.embeddingOf(0);
const nearest = timed(() => nearestArtists(rows, vector, { count: 10 }));
const measurement: ReplicaMeasurement = {
  restoreSeconds,
  restoredRssBytes,
  derivedSeconds,
  restoreCpuSeconds,
  rssBytes,
  memoryBytes,
  communitiesSeconds: communities.seconds,
  communitiesRssBytes: communities.mostRssBytes,
  mostRssBytes: process.resourceUsage().maxRSS * 1024,
  longestBlockMilliseconds: Math.round(delays.max / 1e6),
  nearestSeconds: nearest.seconds,
};
process.stdout.write(JSON.stringify(measurement));

/** Runs work and samples its peak resident memory. */
async function sampled(work: () => Promise<void>): Promise<{ seconds: number; mostRssBytes: number }> {
  const began = performance.now();
  let mostRssBytes = 0;
  const sample = (): void => {
    mostRssBytes = Math.max(mostRssBytes, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, SAMPLE_MS);
  await work();
  clearInterval(timer);
  sample();
  return { seconds: (performance.now() - began) / 1000, mostRssBytes };
}
