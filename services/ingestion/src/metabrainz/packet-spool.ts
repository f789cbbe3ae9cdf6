import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ArchiveReader, SIGNATURE_SUFFIX, type SignatureCheck } from "@interlude/infra-archives";
import { PACKET_LIMITS } from "../sources/archive-limits.js";

/**
 * Where packets arrive before they are in the source folder: beside it, on the same file system, under the names that
 * they will have. A packet is in the source folder whole or not at all.
 */
export class PacketSpool {
  readonly #incoming: string;

  constructor(
    private readonly folder: string,
    private readonly signatures: SignatureCheck | null,
  ) {
    this.#incoming = join(folder, ".incoming");
  }

  get wantsSignatures(): boolean {
    return this.signatures !== null;
  }

  /** Where a packet or its signature is to be written to. */
  pathOf(name: string): string {
    return join(this.#incoming, name);
  }

  /** Deletes what was left when the process was killed. Only one process replicates from a folder. */
  async begin(): Promise<void> {
    await this.clear();
    await mkdir(this.#incoming);
  }

  /**
   * Reads the packet that arrived to its end, checks its signature if signatures are checked, and moves it in.
   * @throws ArchiveError; what the file system throws
   */
  async accept(name: string): Promise<void> {
    const path = this.pathOf(name);
    const members = new ArchiveReader(path, PACKET_LIMITS).members();
    while (!(await members.next()).done);
    if (this.signatures !== null) {
      await this.signatures.verify(path);
      await this.#moveIn(`${name}${SIGNATURE_SUFFIX}`);
    }
    await this.#moveIn(name);
    await this.clear();
    await syncFolder(this.folder);
  }

  async clear(): Promise<void> {
    await rm(this.#incoming, { recursive: true, force: true });
  }

  async #moveIn(name: string): Promise<void> {
    await rename(this.pathOf(name), join(this.folder, name));
  }
}

/** A new name is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
