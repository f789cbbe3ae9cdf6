import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { MARKER_HEADER, tableTopics } from "@interlude/contracts";
import type { BenchNamespace } from "../bench-namespace.js";
import { PROBE, type ProcessUsage, readUsage } from "../processes/process-usage.js";
import { runProgram } from "../processes/program.js";

/** One step of the stream as ingestion's own table has it. */
interface MeasuredEpoch {
  readonly epoch: number;
  readonly kind: string;
  /** Row changes that were sent. */
  readonly published: number;
  readonly rejected: number;
  readonly noOps: number;
  /** Unix time in milliseconds. */
  readonly startedAt: number;
  readonly publishedAt: number;
}

export interface IngestionRun {
  readonly epochs: readonly MeasuredEpoch[];
  readonly usage: ProcessUsage;
}

/**
 * Lets the ingestion service read a folder in a fresh namespace, as a process of its own and started as it is in a
 * deployment, and waits for its end.
 * @throws ProgramError if the service stopped at something
 */
export async function ingestFolder(namespace: BenchNamespace, folder: string): Promise<IngestionRun> {
  await namespace.remove();
  await namespace.prepare();
  return ingestMore(namespace, folder);
}

/** The same in a namespace as it is. The epochs are all that it has had so far. @throws ProgramError */
export async function ingestMore(namespace: BenchNamespace, folder: string): Promise<IngestionRun> {
  const probeFile = join(mkdtempSync(`${folder}-usage-`), "usage.jsonl");
  const { command, args, env } = await namespace.ingestion(folder);
  await runProgram(command, ["--import", PROBE, ...args], {
    env: { ...env, LOG_LEVEL: "warn", BENCH_PROBE_FILE: probeFile },
  });
  return { epochs: await measuredEpochs(namespace), usage: readUsage(probeFile) };
}

async function measuredEpochs(namespace: BenchNamespace): Promise<MeasuredEpoch[]> {
  const database = namespace.openDatabase();
  try {
    return await database.query<MeasuredEpoch>(
      `select epoch, kind, published, rejected, no_ops as "noOps",
              (extract(epoch from started_at) * 1000)::float8 as "startedAt",
              (extract(epoch from published_at) * 1000)::float8 as "publishedAt"
       from ingestion.epochs where state = 'published' order by epoch`,
    );
  } finally {
    await database.close();
  }
}

/** What lies in the topics of MusicBrainz's rows, markers left out. */
export interface PublishedRecords {
  readonly records: number;
  /** Avro as it was sent, keys and headers left out. */
  readonly payloadBytes: number;
}

/** Reads the topics back and counts. */
export async function countPublished(namespace: BenchNamespace): Promise<PublishedRecords> {
  const log = namespace.openLog();
  let records = 0;
  let payloadBytes = 0;
  try {
    const topics = Object.values(tableTopics).map(({ name }) => name);
    for await (const { value, headers } of log.read(topics)) {
      if (headers[MARKER_HEADER] === "1") continue;
      records += 1;
      payloadBytes += value?.length ?? 0;
    }
  } finally {
    await log.close();
  }
  return { records, payloadBytes };
}
