import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { CsvHeader, type CsvRow, csvRows } from "@interlude/core-csv";
import { layoutOf } from "@interlude/core-popularity";
import type { ReadFile } from "@interlude/infra-archives";
import { IngestionError } from "../../ingestion-error.js";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import type { CandidateFile, FeatureSource } from "../feature-source.js";
import { snapshotDate } from "./snapshot-date.js";
import { TableRows } from "./table-rows.js";

/** What is read of a file to see its header. */
const HEAD_BYTES = 64 * 1024;

const READ_BYTES = 256 * 1024;

export interface PopularityOptions {
  /** Day of snapshots that do not say theirs, `YYYY-MM-DD`; null takes the day the file was last written. */
  readonly asOf: string | null;
  /** Called with what an operator should know although it stops nothing. */
  readonly warn: (message: string) => void;
}

/** Tables of artists and tracks as published collections of Spotify data have them: CSV, known by its header. */
export function popularitySource(options: PopularityOptions): FeatureSource {
  return {
    name: "popularity",
    recognises,
    refusal,
    read: (path, writer, onReading) => read(path, writer, onReading, options),
  };
}

async function recognises({ name, path }: CandidateFile): Promise<boolean> {
  if (!/\.csv$/i.test(name)) return false;
  const first = await firstRow(path);
  return first !== null && typeof layoutOf(new CsvHeader(first)) !== "string";
}

/** Why a table that is of no layout is not read. */
async function refusal({ name, path }: CandidateFile): Promise<string | null> {
  if (!/\.csv$/i.test(name)) return null;
  const first = await firstRow(path);
  if (first === null) return `it has no header within its first ${HEAD_BYTES} bytes; ${WAY_OUT}`;
  const layout = layoutOf(new CsvHeader(first));
  return typeof layout === "string" ? `${layout}; ${WAY_OUT}` : null;
}

const WAY_OUT = "name its columns like one of them, or take it out of the folder";

/** The first row, if it ends within the first few kilobytes. */
async function firstRow(path: string): Promise<CsvRow | null> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const rows: CsvRow[] = [];
    for await (const row of csvRows(once(buffer.subarray(0, bytesRead)))) if (rows.push(row) === 2) break;
    const isWhole = rows.length === 2 || bytesRead < HEAD_BYTES;
    return isWhole ? (rows[0] ?? null) : null;
  } finally {
    await file.close();
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function read(
  path: string,
  writer: EpochWriter,
  onReading: (file: ReadFile) => void,
  { asOf, warn }: PopularityOptions,
): Promise<void> {
  const file = basename(path);
  const date = await snapshotDate(path, asOf);
  if (date.from === "modification") {
    warn(
      `${file} does not say which day it stands for; ${date.asOf} is taken, when it was last written. ` +
        `Put the day into its name, into ${file}.as-of, or into INGESTION_POPULARITY_AS_OF`,
    );
  }
  const rows = new TableRows({ asOf: date.asOf, source: file }, writer, warn);
  const hash = createHash("sha256");
  const began = await stat(path);
  const reading = { file, size: began.size, bytesRead: 0, decompressor: "none" as const };
  onReading(reading);
  const onChunk = (chunk: Buffer): void => {
    hash.update(chunk);
    reading.bytesRead += chunk.length;
  };
  await rows.send(chunksOf(path, onChunk));
  const ended = await stat(path);
  if (ended.size !== began.size || ended.mtimeMs !== began.mtimeMs) {
    throw new IngestionError(
      "ARCHIVE_DAMAGED",
      `${file} was written to while it was read; it may be incomplete`,
    );
  }
  writer.hashes.set(file, hash.digest("hex"));
}

async function* chunksOf(path: string, onChunk: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    onChunk(chunk as Buffer);
    yield chunk as Buffer;
  }
}
