import { mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AdjacencyIndex, writeSnapshot } from "@interlude/core-graph";
import { runProgram } from "../processes/program.js";

/** What a process needed that restored a snapshot and derived from it what a replica holds; nothing else ran in it. */
export interface ReplicaMeasurement {
  /** From opening the file until the graph was restored. */
  readonly restoreSeconds: number;
  readonly restoredRssBytes: number;
  /** From then until embedding and structure were computed; a replica is ready then. */
  readonly derivedSeconds: number;
  /** Processor time of both together, of all threads. */
  readonly restoreCpuSeconds: number;
  /** Resident memory with adjacency, embedding and structure, and the part of it in typed arrays. */
  readonly rssBytes: number;
  readonly memoryBytes: number;
  /** Louvain's communities in a worker thread, and the peak resident memory meanwhile. */
  readonly communitiesSeconds: number;
  readonly communitiesRssBytes: number;
  /** Peak resident memory, from start to end. */
  readonly mostRssBytes: number;
  /** The longest time for which the event loop was blocked, from start to end. */
  readonly longestBlockMilliseconds: number;
  /** One exact search for the ten nearest of all artists. */
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
