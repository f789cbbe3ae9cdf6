import { rm } from "node:fs/promises";
import { packetFile } from "@interlude/core-musicbrainz";
import { SIGNATURE_SUFFIX } from "@interlude/infra-archives";
import type { EpochStore, FetchedPacket } from "../history/epoch.js";
import type { FeedOutcome, PacketFeed } from "../metabrainz/packet-feed.js";
import type { SourceFolder } from "../sources/source-folder.js";

/** Published packets that stay in the folder for inspection: two days of them. */
export const KEPT_PACKETS = 48;

/** A damaged packet is fetched again this often at once, and after that once an hour. */
const REFETCHES = 3;
const REFETCH_AFTER_MS = 3_600_000;

/** The packets that are fetched into the source folder: polled for with backoff, and deleted once published. */
export class FetchedPackets {
  /** The newest packet that the feed is known to have. */
  newest: number | null = null;
  /** Transient failures of the feed in a row. */
  failures = 0;
  #last: {
    readonly sequence: number;
    readonly outcome: FeedOutcome;
    readonly againAt: number;
  } | null = null;
  readonly #discarded = new Map<number, { times: number; at: number }>();

  constructor(
    private readonly options: {
      readonly feed: PacketFeed;
      readonly folder: SourceFolder;
      readonly store: EpochStore;
      readonly now: () => number;
    },
  ) {}

  /**
   * Fetches a packet from the feed; before the wait that the feed asked for is over, repeats its last outcome.
   * @throws the signal's reason if it was aborted
   */
  async fetch(sequence: number, signal: AbortSignal): Promise<FeedOutcome> {
    const { feed, store, now } = this.options;
    if (this.#last?.sequence === sequence && now() < this.#last.againAt) return this.#last.outcome;
    const outcome = await feed.fetch(sequence, signal);
    const waitMs = outcome.outcome === "fetched" ? 0 : outcome.waitMs;
    this.#last = { sequence, outcome, againAt: now() + waitMs };
    this.newest = outcome.newest ?? this.newest;
    this.failures = outcome.outcome === "failed" ? this.failures + 1 : 0;
    if (outcome.outcome === "fetched") {
      await store.addFetched({ packet: sequence, file: packetFile(sequence) });
    }
    return outcome;
  }

  /** Deletes a fetched packet that cannot be used, to be fetched again. A packet of an operator is left alone. */
  async discard(packet: number): Promise<boolean> {
    const { store, now } = this.options;
    const fetched = (await store.fetchedPackets()).find((one) => one.packet === packet);
    if (fetched === undefined) return false;
    const { times, at } = this.#discarded.get(packet) ?? { times: 0, at: 0 };
    if (times >= REFETCHES && now() < at + REFETCH_AFTER_MS) return false;
    this.#discarded.set(packet, { times: times + 1, at: now() });
    await this.#delete([fetched]);
    return true;
  }

  /** Deletes the fetched packets that are published, except the last ones. */
  async prune(reached: number): Promise<void> {
    const published = (await this.options.store.fetchedPackets()).filter(({ packet }) => packet <= reached);
    await this.#delete(published.slice(0, -KEPT_PACKETS));
  }

  async #delete(packets: readonly FetchedPacket[]): Promise<void> {
    const { folder, store } = this.options;
    if (packets.length === 0) return;
    for (const { file } of packets) {
      await rm(folder.pathOf(file), { force: true });
      await rm(folder.pathOf(file + SIGNATURE_SUFFIX), { force: true });
    }
    await store.removeFetched(packets.map(({ packet }) => packet));
  }
}
