import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { pendingRescoring, scoredPairs } from "@interlude/service-scoring/checks";
import { latestByKey } from "@interlude/stage";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import { type Export, type Table, type TopicExport, exportsByName, scored } from "./columns.js";
import { type Format, formatLines } from "./formats.js";

/** Where an export goes, and how. */
interface Destination {
  readonly format: Format;
  /** A file; `-` is standard output. */
  readonly out: string;
}

/** What can be exported. */
export const EXPORT_NAMES = [...(Object.keys(exportsByName) as TopicExport[]), "scored"] as const;
export type ExportName = (typeof EXPORT_NAMES)[number];

/** What was written. */
interface Written {
  readonly records: number;
  /** What went on meanwhile, in words, if some scores are of before it and some of after it; else null. */
  readonly mixture: string | null;
}

/** Writes what a namespace has now, sorted by key. */
export async function writeExport(namespace: Namespace, name: ExportName, to: Destination): Promise<Written> {
  if (name === "scored") return namespace.onDatabase((database) => writeScored(database, to));
  const records = await writeTopic(namespace, exportsByName[name] as Export<unknown>, to);
  return { records, mixture: null };
}

/** Scored pairs, and how far a rescoring of them was at the same moment. */
function writeScored(database: Database, to: Destination): Promise<Written> {
  return database.transactionOnce(async (transaction) => {
    await transaction.query("set transaction isolation level repeatable read, read only");
    const mixture = await pendingRescoring(transaction);
    return { records: await write(scoredPairs(transaction), scored, to), mixture };
  });
}

/** The newest state of a topic. */
async function writeTopic(
  namespace: Namespace,
  definition: Export<unknown>,
  to: Destination,
): Promise<number> {
  const latest = await namespace.reading((log, codec) => latestByKey(log, codec, definition.topic));
  const sorted = [...latest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
  return write(sorted, definition, to);
}

async function write<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
  table: Table<Value>,
  { format, out }: Destination,
): Promise<number> {
  let records = 0;
  async function* counted(): AsyncIterable<Value> {
    for await (const value of values) {
      records += 1;
      yield value;
    }
  }
  const lines = formatLines(format, counted(), table);
  if (out === "-") {
    await pipeline(lines, process.stdout, { end: false });
  } else {
    const unfinished = `${out}.unfinished`;
    await pipeline(lines, createWriteStream(unfinished));
    await rename(unfinished, out);
  }
  return records;
}
