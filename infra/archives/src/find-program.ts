import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of a program of this machine, or null if PATH does not have it. */
export type FindProgram = (name: string) => string | null;

/** Programs that pack and unpack bzip2 from standard input to standard output, the faster first. */
const BZIP2_PROGRAMS = ["lbzip2", "pbzip2", "bzip2"];

export const findProgram: FindProgram = (name) => {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
};

/** The first of some programs that this machine has, or null. */
export function findFirstProgram(names: readonly string[], find: FindProgram = findProgram): string | null {
  return names.map((name) => find(name)).find((path) => path !== null) ?? null;
}

/** The fastest bzip2 program of this machine, or null. */
export function findBzip2(find: FindProgram = findProgram): string | null {
  return findFirstProgram(BZIP2_PROGRAMS, find);
}
