import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { topics } from "@interlude/contracts";
import { type Options, parse } from "csv-parse";
import type { EpochWriter } from "../../epochs/epoch-writer.js";
import { IngestionError } from "../../ingestion-error.js";
import { POPULARITY_COLUMNS, type PopularityRow, readPopularityRow } from "./popularity-row.js";

/** Whether the file's first line is the header of a popularity snapshot. */
export async function isPopularityFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    const firstLine = buffer
      .toString("utf8", 0, bytesRead)
      .replace(/^\ufeff/, "")
      .split(/\r?\n/, 1)[0]!;
    return firstLine === POPULARITY_COLUMNS.join(",");
  } finally {
    await file.close();
  }
}

interface ParsedRow {
  readonly record: PopularityRow;
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** Rows with too few or too many fields are ours to judge; a stray quote must not end the file. */
const CSV: Options = {
  bom: true,
  columns: POPULARITY_COLUMNS,
  from_line: 2,
  info: true,
  raw: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: 1024 * 1024,
};

/**
 * Sends every artist of a popularity snapshot while reading. Rows that cannot be read are set aside.
 * @throws IngestionError `POPULARITY_MALFORMED` for what is no CSV
 */
export async function readPopularity(path: string, writer: EpochWriter): Promise<void> {
  const file = basename(path);
  const origin = { asOf: await snapshotDate(path), source: file };
  const hash = createHash("sha256");
  const bytes = createReadStream(path);
  bytes.on("data", (chunk) => hash.update(chunk));
  const parser = bytes.pipe(parse(CSV));
  bytes.on("error", (error) => parser.destroy(error));
  const rows = parser[Symbol.asyncIterator]() as AsyncIterableIterator<ParsedRow>;
  for (;;) {
    const next = await rows.next().catch((error: Error): never => {
      throw new IngestionError("POPULARITY_MALFORMED", `${file}: ${error.message}`, { cause: error });
    });
    if (next.done === true) break;
    const { record, raw, info } = next.value;
    try {
      const signal = readPopularityRow(record, origin);
      writer.send(topics.popularitySignals, `${signal.provider}:${signal.entity}:${signal.id}`, signal);
    } catch (error) {
      if (!(error instanceof IngestionError)) throw error;
      const { code, message: reason } = error;
      writer.reject({ file, member: null, line: info.lines, code, reason, bytes: Buffer.from(raw) });
    }
    await writer.drain();
  }
  writer.hashes.set(file, hash.digest("hex"));
}

/** The day a snapshot stands for: the date in its name, else the day the file was last written (UTC). */
async function snapshotDate(path: string): Promise<string> {
  const named = /(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(basename(path));
  if (named !== null) return named.slice(1, 4).join("-");
  return (await stat(path)).mtime.toISOString().slice(0, 10);
}
