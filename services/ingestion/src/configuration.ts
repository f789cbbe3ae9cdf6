import { type Environment, oneOf, optional } from "@interlude/infra-runtime";
import { keptTables } from "./epochs/kept-tables.js";
import { forcedPackets } from "./follower/forced-packets.js";
import { popularityAsOf } from "./sources/popularity/snapshot-date.js";
import { type FeedAddress, feedAddress } from "./sources/http/feed-address.js";
import type { FolderPart } from "./sources/source-folder.js";

export interface IngestionConfiguration {
  /** Folder with dumps, packets and feature files; null idles. */
  readonly source: string | null;
  /** `follow` waits for the next packet for ever; `once` ends when everything in the folder is published. */
  readonly mode: "follow" | "once";
  /** Which of the folder's files count. */
  readonly only: FolderPart;
  /** MusicBrainz tables whose rows are sent. */
  readonly tables: ReadonlySet<string>;
  /** Packets to apply again, once each time the process starts. */
  readonly forced: readonly number[];
  /** Where packets are fetched from that are not in the folder; null: nowhere. */
  readonly packets: FeedAddress | null;
  /** File of armoured public keys that packets and dumps must be signed with; null: signatures are not looked at. */
  readonly keyring: string | null;
  /** Day of popularity snapshots that do not say theirs, `YYYY-MM-DD`; null: the day each was last written. */
  readonly popularityAsOf: string | null;
}

/**
 * Reads `INGESTION_SOURCE`, `INGESTION_MODE`, `INGESTION_ONLY` (`dump`, `packets`), `INGESTION_TABLES`,
 * `INGESTION_RELEASE_DATES`, `INGESTION_FORCE_PACKETS`, `INGESTION_PACKET_URL` with its token,
 * `INGESTION_KEYRING`, and `INGESTION_POPULARITY_AS_OF`. Throws ConfigurationError.
 */
export function ingestionConfiguration(environment: Environment): IngestionConfiguration {
  return {
    source: optional(environment, "INGESTION_SOURCE") ?? null,
    mode: oneOf(environment, "INGESTION_MODE", ["follow", "once"], "follow"),
    only: part(oneOf(environment, "INGESTION_ONLY", ["all", "dump", "packets"], "all")),
    tables: keptTables(environment),
    forced: forcedPackets(environment),
    packets: feedAddress(environment),
    keyring: optional(environment, "INGESTION_KEYRING") ?? null,
    popularityAsOf: popularityAsOf(environment),
  };
}

function part(word: "all" | "dump" | "packets"): FolderPart {
  return word === "all" ? null : word;
}
