import { type FeedAddress, feedAddress } from "./metabrainz/feed-address.js";
import type { IngestionSettings } from "./settings.js";
import type { FolderPart } from "./sources/source-folder.js";
import { replicatedTables } from "./writer/replicated-tables.js";

export interface IngestionConfiguration {
  /** Folder with dumps, packets and feature files; null idles. */
  readonly source: string | null;
  /** `follow` waits for the next packet until it is stopped; `once` ends when everything in the folder is published. */
  readonly mode: "follow" | "once";
  /** Which of the folder's files count. */
  readonly only: FolderPart;
  /** Whether it stops at the first part of its input that cannot be taken in as it is. */
  readonly strict: boolean;
  /** MusicBrainz tables whose rows are sent. */
  readonly tables: ReadonlySet<string>;
  /** Packets to apply again, once each time the process starts. */
  readonly reapply: readonly number[];
  /** Where packets are fetched from that are not in the folder; null: nowhere. */
  readonly packets: FeedAddress | null;
  /** File of armoured public keys that packets and dumps must be signed with; null: signatures are not checked. */
  readonly keyring: string | null;
  /** Day of popularity snapshots that do not say theirs, `YYYY-MM-DD`; null: the day each was last written. */
  readonly popularityAsOf: string | null;
}

/**
 * What the settings mean together.
 * @throws ConfigurationError
 */
export function ingestionConfiguration(settings: IngestionSettings): IngestionConfiguration {
  const { source, mode, only, strict, tables, releaseDates, reapply, feed, keyring, popularityAsOf } =
    settings;
  return {
    source,
    mode,
    only: only === "all" ? null : only,
    strict,
    tables: replicatedTables({ named: tables, releaseDates }),
    reapply,
    packets: feedAddress(feed),
    keyring,
    popularityAsOf,
  };
}
