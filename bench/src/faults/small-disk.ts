import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  chownSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MIB = 2 ** 20;
/** What a server has left on its disk before it is filled. */
const LEFT_MIB = 96;

/** A file system of its own under a folder, only a little larger than what is in it. Needs the right to mount. */
export class SmallDisk {
  readonly #elsewhere: string;
  readonly #ballast: string;

  private constructor(private readonly folder: string) {
    this.#elsewhere = `${folder}.before`;
    this.#ballast = join(folder, "ballast");
  }

  /** Why there can be none here, or null. */
  static unavailable(): string | null {
    const folder = mkdtempSync(join(tmpdir(), "interlude-mount-"));
    try {
      mount(folder, 1);
      execFileSync("umount", [folder]);
      return null;
    } catch {
      return "it needs the right to mount a file system";
    } finally {
      rmdirSync(folder);
    }
  }

  /** Moves a folder that is not in use to a small disk. */
  static under(folder: string): SmallDisk {
    const disk = new SmallDisk(folder);
    const { uid, gid, mode } = statSync(folder);
    renameSync(folder, disk.#elsewhere);
    mkdirSync(folder, { mode });
    const used = Number(execFileSync("du", ["-sm", disk.#elsewhere], { encoding: "utf8" }).split("\t")[0]);
    mount(folder, used + LEFT_MIB, `mode=${(mode & 0o777).toString(8)}`);
    chownSync(folder, uid, gid);
    execFileSync("cp", ["-a", "--sparse=always", `${disk.#elsewhere}/.`, folder]);
    return disk;
  }

  fill(): void {
    const file = openSync(this.#ballast, "w");
    const piece = Buffer.alloc(64 * 1024);
    try {
      for (;;) writeSync(file, piece);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** Moves the folder, which is not in use, back to where it was. */
  remove(): void {
    this.free();
    rmSync(this.#elsewhere, { recursive: true });
    execFileSync("cp", ["-a", "--sparse=always", this.folder, this.#elsewhere]);
    execFileSync("umount", [this.folder]);
    rmdirSync(this.folder);
    renameSync(this.#elsewhere, this.folder);
  }
}

function mount(folder: string, mebibytes: number, ...more: readonly string[]): void {
  const options = [`size=${mebibytes * MIB}`, ...more].join(",");
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
}
