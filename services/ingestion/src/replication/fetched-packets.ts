import { rm } from "node:fs/promises";
import { packetFile } from "@interlude/core-musicbrainz";
import { SIGNATURE_SUFFIX } from "@interlude/infra-archives";
import type { EpochStore } from "../history/epoch.js";
import type { FeedOutcome, PacketFeed } from "../metabrainz/packet-feed.js";
import type { SourceFolder } from "../sources/source-folder.js";

/** Published packets that stay in the folder: two days of them, in case somebody wants to look. */
export const KEPT_PACKETS = 48;

/** A packet that turns out damaged is fetched again this often at once, and then again an hour after each time. */
const REFETCHES = 3;
const REFETCH_AFTER_MS = 3_600_000;

/** The packets that the feed brings into the source folder: asked for at its pace, and cleared away once published. */
export class FetchedPackets {
  /** The newest packet that the feed is known to have. */
  newest: number | null = null;
  /** How often it failed in a row for no fault of ours. */
  troubles = 0;
  private asked: {
    readonly sequence: number;
    readonly outcome: FeedOutcome;
    readonly againAt: number;
  } | null = null;
  private readonly discarded = new Map<number, { times: number; at: number }>();

  constructor(
    private readonly parts: {
      readonly feed: PacketFeed;
      readonly folder: SourceFolder;
      readonly store: EpochStore;
      readonly now: () => number;
    },
  ) {}

  /**
   * Asks the feed for a packet; while the wait that it asked for is not over, gives its last answer again.
   * @throws the signal's reason where it was aborted
   */
  async ask(sequence: number, signal: AbortSignal): Promise<FeedOutcome> {
    const { feed, store, now } = this.parts;
    if (this.asked?.sequence === sequence && now() < this.asked.againAt) return this.asked.outcome;
    const outcome = await feed.fetch(sequence, signal);
    const waitMs = outcome.outcome === "fetched" ? 0 : outcome.waitMs;
    this.asked = { sequence, outcome, againAt: now() + waitMs };
    this.newest = outcome.newest ?? this.newest;
    this.troubles = outcome.outcome === "trouble" ? this.troubles + 1 : 0;
    if (outcome.outcome === "fetched") await store.spool({ packet: sequence, file: packetFile(sequence) });
    return outcome;
  }

  /** Deletes a packet that cannot be used, to be fetched again; not one that somebody else put there. */
  async discard(packet: number): Promise<boolean> {
    const { store, now } = this.parts;
    const fetched = (await store.spooled()).find((spooled) => spooled.packet === packet);
    if (fetched === undefined) return false;
    const { times, at } = this.discarded.get(packet) ?? { times: 0, at: 0 };
    if (times >= REFETCHES && now() < at + REFETCH_AFTER_MS) return false;
    this.discarded.set(packet, { times: times + 1, at: now() });
    await this.remove([fetched]);
    return true;
  }

  /** Deletes those that are published, but for the last ones. */
  async tidy(reached: number): Promise<void> {
    const published = (await this.parts.store.spooled()).filter(({ packet }) => packet <= reached);
    await this.remove(published.slice(0, -KEPT_PACKETS));
  }

  private async remove(
    packets: readonly { readonly packet: number; readonly file: string }[],
  ): Promise<void> {
    const { folder, store } = this.parts;
    if (packets.length === 0) return;
    for (const { file } of packets) {
      await rm(folder.pathOf(file), { force: true });
      await rm(folder.pathOf(file + SIGNATURE_SUFFIX), { force: true });
    }
    await store.forget(packets.map(({ packet }) => packet));
  }
}
