import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, and `infra/local` in it. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const local = fileURLToPath(new URL("..", import.meta.url));

/** Where the stack reads what set-up found: inside node_modules, because it belongs to this checkout's installation. */
export const manifestFile = join(root, "node_modules", ".interlude", "components.json");

/**
 * The folder that downloads and built components are kept in, shared by all checkouts:
 * `$INTERLUDE_CACHE`, else `$XDG_CACHE_HOME/interlude`, else `~/.cache/interlude`.
 * @param {Record<string, string | undefined>} environment
 */
export function cacheFolder(environment) {
  if (environment.INTERLUDE_CACHE) return environment.INTERLUDE_CACHE;
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "interlude");
}

/**
 * The first 12 hex digits of a SHA-256 over texts and files, used to name what they produce.
 * @param {...string} texts
 */
export function fingerprint(...texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest("hex").slice(0, 12);
}

/**
 * Writes a file under a temporary name and renames it: a reader sees the old or the new one, never half of it.
 * @param {string} file
 * @param {string} text
 */
export function writeAtomically(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

const PARTIAL = /^\.partial-(\d+)-/;

/**
 * Builds a folder of the cache under a temporary name and renames it when it is whole, so that a folder with its
 * final name is always complete, whatever interrupted earlier attempts.
 * @param {string} folder the final path
 * @param {(partial: string) => Promise<void>} fill
 */
export async function publishFolder(folder, fill) {
  const partial = join(
    dirname(folder),
    `.partial-${process.pid}-${folder.slice(dirname(folder).length + 1)}`,
  );
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    // Another set-up may have been faster; its folder is as good.
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * Removes what interrupted set-ups left in the cache. A partial folder is named after the process that fills it.
 * @param {string} cache
 */
export function sweepPartials(cache) {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const pid = Number(PARTIAL.exec(name)?.[1] ?? Number.NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
