import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readComponents } from "@interlude/infra-local";
import type { BenchNamespace } from "../bench-namespace.js";
import { environmentOf } from "../environment.js";
import type { ProcessSample } from "../processes/process-usage.js";
import { measureBulk } from "./bulk.js";
import { measureCopyLimit } from "./copy-limit.js";
import { measureMerges } from "./merging.js";
import { measureReload } from "./reloading.js";
import type { NormalizeReport, StreamingMeasurement } from "./report.js";
import { measureStreaming } from "./streaming.js";
import { Workplace } from "./workplace.js";

/** How many times the recordings fit into the large store that the small one has. */
const SMALLER = 20;

export interface BenchNormalizeOptions {
  readonly recordings: number;
  readonly seed: number;
  /** Measure a newer dump over the full store, too: as long again as everything else. */
  readonly reload: boolean;
  /** An empty folder for what is generated; several times the dump in size. */
  readonly folder: string;
  readonly namespace: BenchNamespace;
  readonly version: string;
  /** Told what is being done. */
  readonly onStep: (line: string) => void;
  /** Told how the memory of the process that took the dump went, a sample a second. */
  readonly onCurve: (curve: readonly ProcessSample[]) => void;
}

/**
 * Measures normalization on a generated dump and on packets over it, and what Postgres itself takes for the same rows.
 * What is measured runs one after the other, alone: what is to be normalized lies in the topics beforehand.
 * @throws ProgramError if a program or a service failed
 */
export async function benchNormalize(options: BenchNormalizeOptions): Promise<NormalizeReport> {
  try {
    return await measure(options);
  } finally {
    await options.namespace.remove();
  }
}

async function measure(options: BenchNormalizeOptions): Promise<NormalizeReport> {
  const { recordings, seed, namespace, onStep } = options;
  const streamingSmall = await measureSmall(options);
  const place = await workplace(options, recordings);
  onStep("bulk");
  const { bulk, curve } = await measureBulk(namespace);
  options.onCurve(curve);
  onStep("Postgres's copy of the same rows");
  const folder = join(place.folder, "rows");
  const copy = await measureCopyLimit({ databaseUrl: namespace.databaseUrl, folder });
  onStep("packets");
  const streaming = await measureStreaming(place);
  onStep("merges");
  const merges = await measureMerges(place);
  if (options.reload) onStep("a newer dump");
  const reload = options.reload ? await measureReload(place) : null;
  return {
    bench: "normalize",
    environment: await environmentOf(options, readComponents()),
    recordings,
    seed,
    copy,
    bulk,
    streaming,
    streamingSmall,
    merges,
    reload,
    ratios: {
      bulkToIndexedCopy: bulk.rowsPerSecond / copy.indexed.rowsPerSecond,
      bulkToIndexedAfterwardsCopy: bulk.rowsPerSecond / copy.indexedAfterwards.rowsPerSecond,
      bulkToBareCopy: bulk.rowsPerSecond / copy.bare.rowsPerSecond,
      streamingToSmall: streaming.changesPerSecond / streamingSmall.changesPerSecond,
    },
  };
}

async function measureSmall(options: BenchNormalizeOptions): Promise<StreamingMeasurement> {
  const place = await workplace(options, Math.max(1, Math.round(options.recordings / SMALLER)));
  options.onStep("bulk and packets");
  await measureBulk(options.namespace);
  const measured = await measureStreaming(place);
  await rm(place.folder, { recursive: true });
  return measured;
}

function workplace(
  { namespace, folder, seed, onStep }: BenchNormalizeOptions,
  recordings: number,
): Promise<Workplace> {
  onStep(`a dump of ${recordings} recordings`);
  return Workplace.create(namespace, { recordings, seed }, join(folder, String(recordings)));
}
