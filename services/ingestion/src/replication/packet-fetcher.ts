import type { EpochStore } from "../history/epoch.js";
import type { PacketFeed } from "../metabrainz/packet-feed.js";
import type { FolderContents, SourceFolder } from "../sources/source-folder.js";
import { FetchedPackets } from "./fetched-packets.js";
import { firstMissing } from "./plan-epoch.js";
import type { ReplicationReport } from "./replication-report.js";
import type { ReplicationEvent, ReplicationMode } from "./replication-state.js";

/** In mode `once`, a feed that fails this often in a row is given up. */
const MAX_FAILURES_ONCE = 5;

/** Packets fetched ahead of one that cannot be read yet: three weeks of them. */
const FETCHED_AHEAD = 500;

/** What a packet that is fetched again may be free of. */
const DAMAGED: ReadonlySet<string> = new Set([
  "ARCHIVE_DAMAGED",
  "PACKET_SEQUENCE_MISMATCH",
  "TOO_MANY_REJECTED",
  "SIGNATURE_MISSING",
  "SIGNATURE_INVALID",
]);

interface PacketFetcherOptions {
  /** Fetches packets that are not in the folder; null: only the folder counts. */
  readonly feed: PacketFeed | null;
  readonly folder: SourceFolder;
  readonly store: EpochStore;
  readonly report: Pick<ReplicationReport, "newest" | "blocked" | "fetchFailed">;
  readonly mode: ReplicationMode;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/** What replication has the feed do, if there is one. */
export class PacketFetcher {
  readonly #fetched: FetchedPackets | null;

  constructor(private readonly options: PacketFetcherOptions) {
    const { feed } = options;
    this.#fetched = feed === null ? null : new FetchedPackets({ ...options, feed });
  }

  /** Asks the feed for a packet; null if there is no feed or it does not have the packet yet. */
  async fetchMissing(packet: number, signal: AbortSignal): Promise<ReplicationEvent | null> {
    const { report, mode } = this.options;
    const outcome = (await this.#fetched?.fetch(packet, signal)) ?? null;
    if (outcome === null || outcome.outcome === "caught-up") return null;
    if (outcome.outcome === "fetched") return { type: "fetched" };
    const isGivenUp = mode === "once" && this.#fetched!.failures >= MAX_FAILURES_ONCE;
    if (outcome.outcome === "failed" && !isGivenUp) {
      report.fetchFailed(outcome.code, outcome.reason);
      return { type: "fetch-failed" };
    }
    report.blocked(outcome.code, outcome.reason);
    return { type: "blocked" };
  }

  /** While a packet cannot be read, those after it are fetched, so that the lag is known and nothing is missed. */
  async fetchAhead(contents: FolderContents, packet: number | null, signal: AbortSignal): Promise<void> {
    if (packet === null || this.options.mode === "once") return;
    const missing = firstMissing(contents, packet);
    if (missing > packet + FETCHED_AHEAD) return;
    await this.#fetched?.fetch(missing, signal);
    this.reportNewest(contents);
  }

  /** Whether the packet was one of the feed's and has been deleted, to be fetched again. */
  async isRefetched(packet: number | null, code: string): Promise<boolean> {
    return packet !== null && DAMAGED.has(code) && ((await this.#fetched?.discard(packet)) ?? false);
  }

  /** Deletes the fetched packets that are published, except the last ones. */
  async prune(reached: number): Promise<void> {
    await this.#fetched?.prune(reached);
  }

  reportNewest({ packets }: FolderContents): void {
    const known = [...packets.keys(), this.#fetched?.newest ?? Number.NEGATIVE_INFINITY];
    const newest = known.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    this.options.report.newest(Number.isFinite(newest) ? newest : null);
  }
}
