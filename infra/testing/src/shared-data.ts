import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Folder of the real data beside the checkout, or null if there is none.
 * Tests that need it skip, and say so in their names.
 */
export function sharedData(folder: string): string | null {
  const beside = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
  const path = `${process.env["INTERLUDE_SHARED_DATA"] ?? beside}/${folder}`;
  return existsSync(path) ? path : null;
}
