import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { root } from "./paths.mjs";

/**
 * Installs the npm packages of the lock file, where node_modules holds anything else.
 * @param {import("./progress.mjs").Progress} progress
 */
export async function installDependencies(progress) {
  if (dependenciesInstalled()) return;
  await progress.step("installing npm packages", () =>
    run("npm", ["ci", "--loglevel=error", "--no-progress"], {
      cwd: root,
      failure: "The npm packages could not be installed",
    }),
  );
}

/** The Node that everything runs on: the pinned one, where the platform has a package of it. */
export function pinnedNode() {
  const pinned = join(root, "node_modules", ".bin", "node");
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Whether node_modules is what `npm ci` would make: npm leaves there a list of what it installed. */
export function dependenciesInstalled() {
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  const locked = packagesOf(join(root, "package-lock.json"));
  return installed !== undefined && locked !== undefined && packagesMatch(locked, installed);
}

/**
 * @param {Record<string, { version?: string, integrity?: string, optional?: boolean }>} locked
 * @param {Record<string, { version?: string, integrity?: string }>} installed
 */
export function packagesMatch(locked, installed) {
  const same = ([name, entry]) =>
    locked[name]?.version === entry.version && locked[name]?.integrity === entry.integrity;
  // What is optional may be for another platform.
  const expected = Object.entries(locked).filter(([name, entry]) => name !== "" && entry.optional !== true);
  return Object.entries(installed).every(same) && expected.every(([name]) => name in installed);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
