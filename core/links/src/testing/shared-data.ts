import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder =
  process.env["INTERLUDE_SHARED_DATA"] ??
  fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

/** Edges of a real graph that lies beside the checkout, or null if it does not. */
export function realEdges(name: string): [number, number][] | null {
  const path = join(folder, "graphs", `${name}.edges`);
  if (!existsSync(path)) return null;
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/).map(Number) as [number, number]);
}
