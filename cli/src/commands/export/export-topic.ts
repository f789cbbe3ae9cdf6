import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { latestByKey } from "@interlude/stage";
import type { Namespace } from "@interlude/infra-local";
import { type Export, type ExportName, exportsByName } from "./columns.js";
import { type Format, formatLines } from "./formats.js";

/** Writes the newest state of a topic to a file, sorted by key; `-` is standard output. Returns how many records. */
export async function exportTopic(
  namespace: Namespace,
  options: { name: ExportName; format: Format; out: string },
): Promise<number> {
  const definition = exportsByName[options.name] as Export<unknown>;
  const latest = await namespace.reading((log, codec) => latestByKey(log, codec, definition.topic));
  const sorted = [...latest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
  const lines = formatLines(options.format, sorted, definition);
  if (options.out === "-") {
    await pipeline(lines, process.stdout, { end: false });
  } else {
    const unfinished = `${options.out}.unfinished`;
    await pipeline(lines, createWriteStream(unfinished));
    await rename(unfinished, options.out);
  }
  return sorted.length;
}
