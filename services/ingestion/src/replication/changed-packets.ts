import { sha256OfFile } from "@interlude/infra-archives";
import type { AppliedPacket, EpochStore } from "../history/epoch.js";
import type { FolderContents, SourceFolder } from "../sources/source-folder.js";

const LOOK_EVERY_MS = 10_000;

/** Files hashed at a look, so that packets that come meanwhile do not wait for a year of old ones. */
const HASHED_A_LOOK = 32;

/** A file that was written to this recently may still be on its way. */
const SETTLED_AFTER_MS = 2_000;

/**
 * Finds packets that were published again: in the folder under a number that was applied, with other bytes. A file is
 * hashed when its size or time has changed, and otherwise not.
 */
export class RepublishedPackets {
  private nextLook = 0;
  private found: readonly number[] = [];
  /** Hashes of files that are not what was applied, by number. */
  private readonly others = new Map<number, { readonly fingerprint: string; readonly sha256: string }>();

  constructor(
    private readonly parts: {
      readonly folder: SourceFolder;
      readonly store: EpochStore;
      readonly now: () => number;
    },
  ) {}

  /** The numbers of packets published again; looks at the files now and then, or at all of them at once. */
  async look(contents: FolderContents, reached: number | null, all: boolean): Promise<readonly number[]> {
    const { store, now } = this.parts;
    if (reached === null || (!all && now() < this.nextLook)) return this.found;
    const numbers = [...contents.packets.keys()].filter((packet) => packet <= reached);
    const applied = numbers.length === 0 ? [] : await store.applied(numbers);
    const found: number[] = [];
    let hashable = all ? Number.POSITIVE_INFINITY : HASHED_A_LOOK;
    for (const packet of applied) {
      const file = contents.packets.get(packet.packet)!;
      const fingerprint = await this.parts.folder.fingerprint([file]);
      if (fingerprint === packet.fingerprint) continue;
      if (this.others.get(packet.packet)?.fingerprint !== fingerprint && hashable-- <= 0) continue;
      // Where this is the only look, a file counts as it is.
      if (!all && this.parts.now() - (await this.parts.folder.lastWritten([file])) < SETTLED_AFTER_MS)
        continue;
      if (await this.isOther(packet, file, fingerprint)) found.push(packet.packet);
    }
    this.nextLook = hashable < 0 ? now() : now() + LOOK_EVERY_MS;
    this.found = found;
    return found;
  }

  private async isOther(applied: AppliedPacket, file: string, fingerprint: string): Promise<boolean> {
    const { folder, store } = this.parts;
    let known = this.others.get(applied.packet);
    if (known?.fingerprint !== fingerprint) {
      // It may have been taken away since the folder was read.
      const sha256 = await sha256OfFile(folder.pathOf(file)).catch(() => null);
      if (sha256 === null) return false;
      known = { fingerprint, sha256 };
      this.others.set(applied.packet, known);
    }
    if (known.sha256 !== applied.sha256) return true;
    this.others.delete(applied.packet);
    await store.recognise(applied.packet, fingerprint);
    return false;
  }
}
