import { mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AdjacencyIndex, writeSnapshot } from "@interlude/core-graph";
import { runProgram } from "../processes/program.js";

/** What a process used that restored a snapshot and keeps everything a replica keeps; nothing else ran in it. */
export interface ReplicaMeasurement {
  /** From opening the file to the graph. */
  readonly restoreSeconds: number;
  readonly restoredRssBytes: number;
  /** From there to embedding and structure; a replica answers then. */
  readonly derivedSeconds: number;
  /** Processor time of both together, of all threads. */
  readonly restoreCpuSeconds: number;
  /** Resident with adjacency, embedding and structure, and what typed arrays hold of that. */
  readonly rssBytes: number;
  readonly memoryBytes: number;
  /** Louvain's communities in a thread beside it, and what is resident at most meanwhile. */
  readonly communitiesSeconds: number;
  readonly communitiesRssBytes: number;
  /** Resident at most, from the beginning to the end. */
  readonly mostRssBytes: number;
  /** How long nothing else could be done at most, from the beginning to the end. */
  readonly longestBlockMilliseconds: number;
  /** The ten nearest of all artists, by embedding. */
  readonly nearestSeconds: number;
}

export interface SnapshotMeasurement {
  readonly bytes: number;
  readonly writeSeconds: number;
  readonly replica: ReplicaMeasurement;
}

/** Writes the graph to a file and restores it in a process of its own. */
export async function measureSnapshot(adjacency: AdjacencyIndex): Promise<SnapshotMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), "interlude-bench-graph-"));
  const path = join(folder, "snapshot");
  try {
    const start = performance.now();
    const file = await open(path, "w");
    for (const piece of writeSnapshot({ adjacency, graphVersion: 1, communities: null }))
      await file.write(piece);
    await file.close();
    const writeSeconds = (performance.now() - start) / 1000;
    const program = fileURLToPath(new URL("./replica-process.js", import.meta.url));
    const { stdout } = await runProgram(process.execPath, [program, path]);
    return {
      bytes: statSync(path).size,
      writeSeconds,
      replica: JSON.parse(stdout) as ReplicaMeasurement,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
