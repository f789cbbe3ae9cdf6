import { packetNumber } from "@interlude/core-musicbrainz";
import { MemoryDeadLetters } from "./memory-dead-letters.js";
import type {
  AppliedPacket,
  Epoch,
  EpochContents,
  EpochCounts,
  EpochStore,
  FetchedPacket,
  LoadedDump,
  PublishedFile,
  Omission,
  StreamHistory,
} from "../history/epoch.js";

/** Ingestion's epochs in memory; `EpochRepository` is tested against the same expectations. */
export class MemoryEpochStore implements EpochStore {
  readonly letters = new MemoryDeadLetters();
  /** Identity of the stream that it is of. */
  stream: string | null = null;
  readonly published: Epoch[] = [];
  /** What each of them came to. */
  readonly counts: EpochCounts[] = [];
  /** Files that are left alone. */
  omittedFiles: readonly Omission[] = [];
  /** Whether a reader holds the stream back. */
  held = false;
  #open: Epoch | null = null;
  readonly #featureFiles = new Map<string, PublishedFile>();
  readonly #packets = new Map<number, AppliedPacket>();
  readonly #fetched = new Map<number, FetchedPacket>();

  async history(): Promise<StreamHistory> {
    const last = this.published.at(-1);
    const dump = this.published.findLast(({ kind }) => kind === "dump");
    return {
      lastEpoch: last?.epoch ?? 0,
      hasCatalogue: this.published.some(({ kind }) => kind === "dump" || kind === "packet"),
      sequence: last?.sequence ?? null,
      schemaSequence: last?.schemaSequence ?? null,
      upTo: last?.upTo ?? null,
      dump: dump === undefined ? null : loadedDump(dump),
      hasRequestedLetters: this.letters.hasRequested,
      featureFiles: new Map(this.#featureFiles),
      omissions: this.counts.toReversed().flatMap(({ omissions }) => omissions),
      open: this.#open,
    };
  }

  async streamId(): Promise<string | null> {
    return this.stream;
  }

  async isHeld(): Promise<boolean> {
    return this.held;
  }

  async start(epoch: Epoch): Promise<void> {
    this.#open ??= epoch;
    if (this.#open.kind === "replay") this.letters.take(this.#open.epoch);
  }

  async renumber(epoch: number, to: number): Promise<void> {
    if (this.#open?.epoch === epoch) this.#open = { ...this.#open, epoch: to };
    this.letters.renumber(epoch, to);
  }

  async publish(
    epoch: number,
    { counts, hashes, rejected, mixed, replay }: Omit<EpochContents, "sent">,
  ): Promise<void> {
    if (this.#open?.epoch !== epoch) throw new Error(`epoch ${epoch} is not open`);
    this.published.push(this.#open);
    this.counts.push(counts);
    if (this.#open.kind === "dump") {
      this.#packets.clear();
      this.letters.supersedeBefore(epoch);
    }
    this.letters.supersedeOthers(epoch, rejected);
    if (replay !== null) this.letters.settle(replay);
    for (const { name, kind, fingerprint = null } of this.#open.files) {
      const sha256 = hashes.get(name);
      if (sha256 === undefined) continue;
      if (kind === "features") {
        const read = mixed.includes(name) ? { sha256: "", fingerprint: null } : { sha256, fingerprint };
        this.#featureFiles.set(name, read);
        this.letters.supersedeOf(name, epoch);
      }
      const packet = packetNumber(name);
      if (packet === null) continue;
      const applications = (this.#packets.get(packet)?.applications ?? 0) + 1;
      this.#packets.set(packet, { packet, sha256, fingerprint: null, applications });
    }
    this.#open = null;
  }

  async keepOmittedFiles(files: readonly Omission[]): Promise<void> {
    this.omittedFiles = files;
  }

  async applied(packets: readonly number[]): Promise<AppliedPacket[]> {
    return byNumber(packets.flatMap((packet) => this.#packets.get(packet) ?? []));
  }

  async recordFingerprint(packet: number, fingerprint: string): Promise<void> {
    const known = this.#packets.get(packet);
    if (known !== undefined) this.#packets.set(packet, { ...known, fingerprint });
  }

  async recordFeatureFingerprint(file: string, fingerprint: string): Promise<void> {
    const known = this.#featureFiles.get(file);
    if (known !== undefined) this.#featureFiles.set(file, { ...known, fingerprint });
  }

  async fetchedPackets(): Promise<FetchedPacket[]> {
    return byNumber([...this.#fetched.values()]);
  }

  async addFetched(packet: FetchedPacket): Promise<void> {
    this.#fetched.set(packet.packet, packet);
  }

  async removeFetched(packets: readonly number[]): Promise<void> {
    for (const packet of packets) this.#fetched.delete(packet);
  }
}

function loadedDump({ sequence, sourceSequence, identity, files }: Epoch): LoadedDump {
  const archives = files.filter(({ kind }) => kind === "dump").map(({ name }) => name);
  return { sequence, sourceSequence, identity, archives };
}

function byNumber<Item extends { readonly packet: number }>(items: Item[]): Item[] {
  return items.toSorted((one, other) => one.packet - other.packet);
}
