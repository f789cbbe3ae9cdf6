import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BenchNamespace } from "../bench-namespace.js";
import { renumberDump } from "../synthetic/dump-sequence.js";
import { type DumpSize, writeGeneratedDump } from "../synthetic/generated-dump.js";
import { packetSequence } from "../synthetic/generated-packet.js";
import { ingestFolder, ingestMore } from "../ingest/ingesting.js";

/** Writes one packet. */
export type PacketWriter = (path: string, sequence: number) => Promise<void>;

/** A namespace with a generated dump in its topics, and what is to follow the dump. */
export class Workplace {
  /** Sequences after the dump's that are taken. */
  #taken = 0;

  private constructor(
    readonly namespace: BenchNamespace,
    readonly dump: DumpSize,
    /** For files of whatever is measured. */
    readonly folder: string,
  ) {}

  /** Empties the namespace and publishes a dump in it. @throws ProgramError */
  static async create(namespace: BenchNamespace, dump: DumpSize, folder: string): Promise<Workplace> {
    const place = new Workplace(namespace, dump, folder);
    await mkdir(place.#dumpFolder, { recursive: true });
    await writeGeneratedDump(place.#archive, dump);
    await ingestFolder(namespace, place.#dumpFolder);
    return place;
  }

  /** Publishes the next packets; resolves with the epoch of the last one. @throws ProgramError */
  async publish(writers: readonly PacketWriter[]): Promise<number> {
    const packets = join(this.folder, "packets");
    await mkdir(packets);
    await this.#write(packets, writers);
    const epoch = await this.#ingest(packets);
    await rm(packets, { recursive: true });
    return epoch;
  }

  /**
   * Publishes the dump once more, as one newer than all packets so far, and packets that follow it; resolves with the
   * epoch of the last one. @throws ProgramError
   */
  async publishNewerDump(writers: readonly PacketWriter[]): Promise<number> {
    await renumberDump(this.#archive, this.#nextSequence());
    await this.#write(this.#dumpFolder, writers);
    return this.#ingest(this.#dumpFolder);
  }

  get #dumpFolder(): string {
    return join(this.folder, "dump");
  }

  get #archive(): string {
    return join(this.#dumpFolder, "mbdump.tar");
  }

  #nextSequence(): number {
    this.#taken += 1;
    return packetSequence(this.#taken);
  }

  async #write(folder: string, writers: readonly PacketWriter[]): Promise<void> {
    for (const write of writers) {
      const sequence = this.#nextSequence();
      await write(join(folder, `replication-${sequence}-v2.tar`), sequence);
    }
  }

  async #ingest(folder: string): Promise<number> {
    return (await ingestMore(this.namespace, folder)).epochs.at(-1)!.epoch;
  }
}
