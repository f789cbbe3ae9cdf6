import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isTaken } from "./process-identity.js";
import type { Exit } from "./server-process.js";

/**
 * Java's class-data archive of one server: the classes it loads, parsed and verified beforehand, which halves its
 * start. Java writes it when a server that was started without one stops, and ignores one that does not fit.
 */
export interface ClassArchive {
  /** Flags for `java`. */
  readonly flags: readonly string[];
  /** Set when the server will write an archive as it stops, which takes seconds. */
  readonly stopNote?: string;
  /** To be called when the server has ended: keeps what it wrote, if it could finish. */
  keep(exit: Exit): void;
}

/** @param key whatever must be the same for an archive to fit: the server's folder, Java's version, flags */
export function classArchive(options: {
  readonly cache: string;
  readonly name: string;
  readonly key: string;
}): ClassArchive {
  const digest = createHash("sha256").update(options.key).digest("hex").slice(0, 12);
  const folder = join(options.cache, "class-archives");
  const file = join(folder, `${options.name}-${digest}.jsa`);
  // What does not fit or cannot be archived is of no interest in the server's log.
  const quiet = ["-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Xlog:class+path=off"];
  if (existsSync(file)) return { flags: [`-XX:SharedArchiveFile=${file}`, ...quiet], keep: () => {} };
  mkdirSync(folder, { recursive: true });
  sweep(folder);
  const partial = `${file}.${process.pid}`;
  return {
    flags: [`-XX:ArchiveClassesAtExit=${partial}`, ...quiet],
    stopNote: `stopping ${options.name}, which this once writes an archive that halves its later starts`,
    keep: (exit) => {
      const finished = exit.signal === null && (exit.code === 0 || exit.code === 143);
      if (finished && existsSync(partial)) renameSync(partial, file);
      rmSync(partial, { force: true });
    },
  };
}

/** Removes what was written for stacks that had ended by then: such a file is named after the stack's process. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.jsa\.(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isTaken(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}
