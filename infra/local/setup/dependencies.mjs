import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupError, run } from "./command.mjs";
import { root } from "./paths.mjs";

const MODULES = join(root, "node_modules");
/** npm's own list of what it installed, written last. */
const INSTALLED = join(MODULES, ".package-lock.json");
/** There while npm works: what an interrupted npm leaves may be half-unpacked. Not in node_modules, which npm tidies. */
const UNFINISHED = join(root, ".interlude", "installing-packages");

/**
 * Installs the npm packages of the lock file, if node_modules holds anything else.
 *
 * Not `npm ci`: it refuses to work if a registry lacks a package for another platform. `npm install` does not, and
 * takes versions and checksums from the lock file as well; that it kept to them is checked afterwards.
 * @param {import("./progress.mjs").Progress} progress
 */
export async function installDependencies(progress) {
  if (dependenciesInstalled()) return;
  await progress.step("installing npm packages", async () => {
    if (!existsSync(INSTALLED) || existsSync(UNFINISHED)) rmSync(MODULES, { recursive: true, force: true });
    mkdirSync(dirname(UNFINISHED), { recursive: true });
    writeFileSync(UNFINISHED, "");
    await run(
      "npm",
      ["install", "--no-save", "--loglevel=error", "--no-progress", "--no-audit", "--no-fund"],
      {
        cwd: root,
        failure: "The npm packages could not be installed",
      },
    );
    rmSync(UNFINISHED);
  });
  if (dependenciesInstalled()) return;
  throw new SetupError(
    "npm installed other packages than package-lock.json says: bring it up to date with `npm install --package-lock-only`.",
  );
}

/** The Node that everything runs on: the pinned one, if the platform has a package of it. */
export function pinnedNode() {
  const pinned = join(MODULES, ".bin", "node");
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Whether node_modules is what the lock file says, as far as npm's own list tells. */
export function dependenciesInstalled() {
  if (existsSync(UNFINISHED)) return false;
  const installed = packagesOf(INSTALLED);
  const locked = packagesOf(join(root, "package-lock.json"));
  return installed !== undefined && locked !== undefined && packagesMatch(locked, installed);
}

/**
 * Whether every package is installed that must be, as locked, and no other. A package of another platform may be
 * missing; one of this platform may be absent from a lock file that was made where there was none to be had.
 * @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages
 * @param {Packages} locked
 * @param {Packages} installed
 */
export function packagesMatch(locked, installed) {
  const asLocked = ([name, entry]) =>
    name in locked
      ? locked[name].version === entry.version && locked[name].integrity === entry.integrity
      : entry.optional === true;
  const needed = Object.entries(locked).filter(([name, entry]) => name !== "" && entry.optional !== true);
  return Object.entries(installed).every(asLocked) && needed.every(([name]) => name in installed);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
