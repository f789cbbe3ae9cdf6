import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What `interlude up` leaves for other commands while it runs: `<home>/up.json`. */
export interface UpFile {
  readonly pid: number;
  readonly namespace: string;
  /** Base address of each service's HTTP endpoints. */
  readonly services: Readonly<Record<string, string>>;
  readonly source: string | null;
}

export function writeUpFile(home: string, file: UpFile): void {
  writeFileSync(join(home, "up.json"), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
}

/** What runs in a home folder now, or undefined. */
export function readUpFile(home: string): UpFile | undefined {
  try {
    const file = JSON.parse(readFileSync(join(home, "up.json"), "utf8")) as UpFile;
    process.kill(file.pid, 0);
    return file;
  } catch {
    return undefined;
  }
}

export function removeUpFile(home: string): void {
  rmSync(join(home, "up.json"), { force: true });
}
