import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { scoredPairs } from "@interlude/service-scoring/checks";
import { latestByKey } from "@interlude/stage";
import type { Namespace } from "@interlude/infra-local";
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

/** Writes what a namespace has now, sorted by key. Returns how many records. */
export function writeExport(namespace: Namespace, name: ExportName, to: Destination): Promise<number> {
  if (name !== "scored") return writeTopic(namespace, exportsByName[name] as Export<unknown>, to);
  return namespace.onDatabase((database) => write(scoredPairs(database), scored, to));
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
