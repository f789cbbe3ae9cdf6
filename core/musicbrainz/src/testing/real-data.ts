import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CopyLineSplitter } from "../copy-lines.js";

/** Real data lies beside the checkout, or in the folder that the environment names; a clone without it skips its tests. */
const folder =
  process.env["INTERLUDE_SHARED_DATA"] ??
  fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

export const blueNoteFolder = join(folder, "bluenote");

/** Why the Blue Note data cannot be read here, or null if it can. */
export function blueNoteMissing(): string | null {
  if (!existsSync(blueNoteFolder)) {
    return "no data: set INTERLUDE_SHARED_DATA or put shared/data beside the checkout";
  }
  const tools = ["tar", "bzip2"].filter((tool) => spawnSync(tool, ["--help"]).error !== undefined);
  return tools.length === 0 ? null : `not installed: ${tools.join(", ")}`;
}

/** The members of a `.tar.bz2` by name. */
export function readArchive(path: string): Map<string, Buffer> {
  const target = mkdtempSync(join(tmpdir(), "interlude-archive-"));
  try {
    execFileSync("tar", ["-xjf", path, "-C", target]);
    const names = readdirSync(target, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return new Map(names.map((name) => [name.slice(target.length + 1), readFileSync(name)]));
  } finally {
    rmSync(target, { recursive: true });
  }
}

/** The lines of one member; none if the archive leaves it out. */
export function linesOf(member: Buffer | undefined): Buffer[] {
  const splitter = new CopyLineSplitter();
  const lines = splitter.push(member ?? Buffer.alloc(0));
  const last = splitter.end();
  return last === null ? lines : [...lines, last];
}
