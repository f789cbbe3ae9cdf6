import { sha256OfFile } from "@interlude/infra-archives";
import { codeOf } from "@interlude/stage";
import type { AppliedPacket, EpochStore } from "../history/epoch.js";
import { unreadableFile } from "../sources/file-status.js";
import { ARRIVAL_MS, type FolderContents, type SourceFolder } from "../sources/source-folder.js";
import { isInputError } from "./input-error.js";

const SCAN_EVERY_MS = 10_000;

/** Files hashed in one scan, so that new packets do not wait for a year of old ones. */
const HASHED_A_SCAN = 32;

/** What a scan of the packets that were applied came to. */
interface PacketScan {
  /** Numbers of packets that were published again with other bytes. */
  readonly changed: readonly number[];
  /** Why packets could not be compared with what was applied. */
  readonly unreadable: readonly string[];
}

/**
 * Finds packets that were published again: in the folder under a number that was applied, with other bytes. A file is
 * hashed only when its size or time has changed.
 */
export class ChangedPackets {
  #nextScan = 0;
  #found: PacketScan = { changed: [], unreadable: [] };
  /** Hashes of files that differ from what was applied, by number. */
  readonly #different = new Map<number, { readonly fingerprint: string; readonly sha256: string }>();

  constructor(
    private readonly options: {
      readonly folder: SourceFolder;
      readonly store: EpochStore;
      readonly now: () => number;
    },
  ) {}

  /**
   * Scans every few seconds, and repeats the last result in between.
   * @param reached the stream's replication sequence
   * @param all scans at once and all files, even those that may still be arriving
   */
  async scan(contents: FolderContents, reached: number | null, all: boolean): Promise<PacketScan> {
    const { store, now } = this.options;
    if (reached === null || (!all && now() < this.#nextScan)) return this.#found;
    const numbers = [...contents.packets.keys()].filter((packet) => packet <= reached);
    const applied = numbers.length === 0 ? [] : await store.applied(numbers);
    const changed: number[] = [];
    const unreadable: string[] = [];
    let hashable = all ? Number.POSITIVE_INFINITY : HASHED_A_SCAN;
    for (const packet of applied) {
      const file = contents.packets.get(packet.packet)!;
      try {
        const fingerprint = await this.options.folder.fingerprint([file]);
        if (fingerprint === packet.fingerprint) continue;
        const isHashed = this.#different.get(packet.packet)?.fingerprint === fingerprint;
        if (!isHashed && hashable-- <= 0) continue;
        if (!all && (await this.#isArriving(file))) continue;
        if (await this.#isDifferent(packet, file, fingerprint)) changed.push(packet.packet);
      } catch (error) {
        if (!isInputError(error)) throw error;
        unreadable.push(error.message);
      }
    }
    this.#nextScan = hashable < 0 ? now() : now() + SCAN_EVERY_MS;
    this.#found = { changed, unreadable };
    return this.#found;
  }

  async #isArriving(file: string): Promise<boolean> {
    return this.options.now() - (await this.options.folder.lastWritten([file])) < ARRIVAL_MS;
  }

  async #isDifferent(applied: AppliedPacket, file: string, fingerprint: string): Promise<boolean> {
    let known = this.#different.get(applied.packet);
    if (known?.fingerprint !== fingerprint) {
      const sha256 = await this.#hash(file);
      if (sha256 === null) return false;
      known = { fingerprint, sha256 };
      this.#different.set(applied.packet, known);
    }
    if (known.sha256 !== applied.sha256) return true;
    this.#different.delete(applied.packet);
    await this.options.store.recordFingerprint(applied.packet, fingerprint);
    return false;
  }

  /** Null if the file was removed since the folder was read. */
  async #hash(file: string): Promise<string | null> {
    try {
      return await sha256OfFile(this.options.folder.pathOf(file));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return null;
      throw unreadableFile(file, "read", error);
    }
  }
}
